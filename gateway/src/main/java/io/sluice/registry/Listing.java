package io.sluice.registry;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One version of somebody's list of models and prices, as it was imported. Facts only: it holds no
 * terms and grants nothing.
 *
 * @param shelves the models of each vendor
 */
public record Listing(Version version, List<Shelf> shelves) {
  /**
   * Which version it is.
   *
   * @param asOf the day the list was made
   * @param sha256 of the file it was read from, in hex
   */
  public record Version(Source source, LocalDate asOf, String sha256) {}

  /** Whose lists can be read. */
  public enum Source {
    MODELS_DEV("models.dev"),
    LITELLM("litellm"),
    OPENROUTER("openrouter");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** Its name in files, records and on the command line. */
    public String word() {
      return word;
    }

    /** The source of that name. */
    public static Optional<Source> of(String word) {
      for (Source one : values()) {
        if (one.word.equals(word)) {
          return Optional.of(one);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * The models of one vendor.
   *
   * @param vendor the vendor's name here; empty for one that is known by its address only
   * @param host where it serves, lower case; empty where the list does not say
   */
  public record Shelf(String vendor, String host, Map<String, ModelSetting.Traits> models) {
    public Shelf {
      host = host.toLowerCase(Locale.ROOT);
      models = Map.copyOf(models);
    }
  }

  /** Where a provider stands: its vendor's name, or empty, and its host. */
  record Place(String vendor, String host) {
    private boolean has(Shelf shelf) {
      return shelf.vendor().isEmpty()
          ? shelf.host().equals(host.toLowerCase(Locale.ROOT))
          : shelf.vendor().equals(vendor);
    }
  }

  public Listing {
    shelves = List.copyOf(shelves);
  }

  /** How many models it has. */
  public int size() {
    return shelves.stream().mapToInt(shelf -> shelf.models().size()).sum();
  }

  /** Every model's traits, by {@code vendor/id} or {@code host/id}. */
  Map<String, ModelSetting.Traits> all() {
    var all = new HashMap<String, ModelSetting.Traits>();
    for (Shelf shelf : shelves) {
      String at = shelf.vendor().isEmpty() ? shelf.host() : shelf.vendor();
      shelf.models().forEach((id, traits) -> all.put(at + "/" + id, traits));
    }
    return all;
  }

  Origin origin() {
    return new Origin(version.source().word(), version.asOf());
  }

  Optional<ModelSetting.Traits> traits(Place place, String id) {
    for (Shelf shelf : shelves) {
      if (place.has(shelf) && shelf.models().containsKey(id)) {
        return Optional.ofNullable(shelf.models().get(id));
      }
    }
    return Optional.empty();
  }

  Set<String> ids(Place place) {
    for (Shelf shelf : shelves) {
      if (place.has(shelf)) {
        return shelf.models().keySet();
      }
    }
    return Set.of();
  }
}
