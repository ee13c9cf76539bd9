package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.model.Level;
import io.sluice.model.Price;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.registry.Catalogue.Entry;
import io.sluice.registry.Catalogue.Vendor;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        families);
  }

  private static Vendor vendor(Json item) {
    return new Vendor(
        item.text("name", ""),
        item.text("api", ""),
        URI.create(item.text("base_url", "")),
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

  private static Entry entry(Json item) {
    return new Entry(
        item.text("id", ""),
        new ModelSetting.Traits(
            item.integer("context", 0), texts(item.at("capabilities")), price(item.at("price"))));
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(Json::string).flatMap(Optional::stream).toList();
  }

  /** A cache price that is not listed is the input price: reading from a cache is never free. */
  private static @Nullable Price price(Json item) {
    if (!item.isObject()) {
      return null;
    }
    BigDecimal input = decimal(item.at("input"), BigDecimal.ZERO);
    return new Price(
        input,
        decimal(item.at("output"), BigDecimal.ZERO),
        decimal(item.at("cache_read"), input),
        decimal(item.at("cache_write"), input));
  }

  private static BigDecimal decimal(Json number, BigDecimal otherwise) {
    return number.absent() ? otherwise : new BigDecimal(number.raw().utf8());
  }
}
