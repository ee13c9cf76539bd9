package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Level;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.registry.Catalogue.Entry;
import io.sluice.registry.Catalogue.Vendor;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue's own JSON form: {@code as_of}, {@code vendors}, {@code families}. */
final class CatalogueFile {
  private CatalogueFile() {}

  static Catalogue read(Json root) {
    var families = new LinkedHashMap<String, Entry>();
    for (Json item : root.at("families").items()) {
      Entry entry = entry(item);
      families.put(entry.id(), entry);
    }
    return new Catalogue(
        LocalDate.parse(root.text("as_of", "")),
        root.at("vendors").items().stream().map(CatalogueFile::vendor).toList(),
        families,
        List.of());
  }

  private static Vendor vendor(Json item) {
    return new Vendor(
        new Vendor.Identity(
            item.text("name", ""),
            URI.create(item.text("base_url", "")),
            Set.copyOf(texts(item.at("aliases")))),
        item.text("api", ""),
        terms(item.at("terms")),
        item.at("models").items().stream().map(CatalogueFile::entry).toList());
  }

  private static Terms terms(Json item) {
    var evidence = texts(item.at("evidence"));
    return new Terms(
        Zone.EXTERNAL,
        item.at("jurisdiction").string().orElse(null),
        item.at("retention_days").integer().isPresent()
            ? (Integer) Math.toIntExact(item.integer("retention_days", 0))
            : null,
        item.at("training").string().map(CatalogueFile::training).orElse(null),
        Level.INTERNAL,
        Terms.Review.SHIPPED,
        new Diligence(List.of(), "", evidence, ""));
  }

  private static Training training(String word) {
    return Training.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** One model. */
  static Entry entry(Json item) {
    return new Entry(
        item.text("id", ""),
        new ModelSetting.Traits(
            item.integer("context", 0),
            item.integer("output", 0),
            stated(item.at("capabilities")),
            stated(item.at("rejects")),
            PriceText.read(item.at("price"))));
  }

  /** Writes one model, so that {@link #entry} reads the same. */
  static void write(JsonWriter out, String id, ModelSetting.Traits traits) {
    out.object().field("id", id);
    if (traits.contextTokens() > 0) {
      out.field("context", traits.contextTokens());
    }
    if (traits.outputTokens() > 0) {
      out.field("output", traits.outputTokens());
    }
    list(out, "capabilities", traits.capabilities());
    list(out, "rejects", traits.rejects());
    if (traits.price() != null) {
      out.name("price");
      PriceText.write(out, traits.price());
    }
    out.endObject();
  }

  private static void list(JsonWriter out, String name, @Nullable List<String> texts) {
    if (texts != null) {
      out.name(name).array();
      texts.forEach(out::value);
      out.endArray();
    }
  }

  private static @Nullable List<String> stated(Json list) {
    return list.isArray() ? texts(list) : null;
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(Json::string).flatMap(Optional::stream).toList();
  }
}
