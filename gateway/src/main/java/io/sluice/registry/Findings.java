package io.sluice.registry;

import io.sluice.registry.Listing.Shelf;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What reading a list of models gathers: shelves, and what is wrong. */
final class Findings {
  /** How many problems are told; there may be more. */
  static final int MOST = 20;

  private static final int MOST_MODELS = 50_000;
  private static final int ID_CHARS = 256;

  private final Catalogue catalogue;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int models;
  private int left;

  /** A shelf being filled. */
  private record Place(String vendor, String host, Map<String, ModelSetting.Traits> models) {}

  Findings(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The name here of a vendor that the list calls so. */
  Optional<String> vendor(String name) {
    return catalogue.alias(name).map(Catalogue.Vendor::name);
  }

  /** One model of a vendor that is known here. The first of two that have one id is kept. */
  void vendorModel(String vendor, String id, ModelSetting.Traits traits) {
    put(
        places.computeIfAbsent(vendor, _ -> new Place(vendor, "", new LinkedHashMap<>())),
        id,
        traits);
  }

  /** One model of a vendor that is known by its address. */
  void hostModel(URI address, String id, ModelSetting.Traits traits) {
    String host = address.getHost();
    put(
        places.computeIfAbsent("//" + host, _ -> new Place("", host, new LinkedHashMap<>())),
        id,
        traits);
  }

  private void put(Place place, String id, ModelSetting.Traits traits) {
    if (id.isEmpty() || id.length() > ID_CHARS || id.chars().anyMatch(c -> c < 0x20)) {
      wrong("a model's id is empty, too long or no text");
    } else if (place.models().putIfAbsent(id, traits) == null && ++models > MOST_MODELS) {
      wrong("more than " + MOST_MODELS + " models");
    }
  }

  /** One model that this gateway has no use for. */
  void leave() {
    left++;
  }

  /** Something is wrong. */
  void wrong(String what) {
    if (problems.size() < MOST) {
      problems.add(what);
    }
  }

  List<String> problems() {
    return problems;
  }

  int models() {
    return models;
  }

  int left() {
    return left;
  }

  List<Shelf> shelves() {
    return places.values().stream()
        .map(place -> new Shelf(place.vendor(), place.host(), place.models()))
        .toList();
  }
}
