package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Sluice knows of well-known vendors and model families without being told: facts as of a
 * date, which configuration overrides one by one.
 *
 * @param asOf the day the prices were looked up
 * @param families models that many providers run: what they can do, never a price
 */
public record Catalogue(LocalDate asOf, List<Vendor> vendors, Map<String, Entry> families) {
  /** Knows nothing. */
  public static final Catalogue EMPTY = new Catalogue(LocalDate.EPOCH, List.of(), Map.of());

  private static final String RESOURCE = "/catalogue.json";

  /**
   * A company that runs models under its own address.
   *
   * @param terms what it says of itself, reviewed by nobody here
   */
  public record Vendor(String name, String api, URI baseUrl, Terms terms, List<Entry> models) {
    public Vendor {
      models = List.copyOf(models);
    }

    /** The model of that id. */
    Optional<Entry> model(String id) {
      return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }
  }

  /** A model: its id, context, capabilities, and price where that is known. */
  public record Entry(String id, ModelSetting.Traits traits) {}

  public Catalogue {
    vendors = List.copyOf(vendors);
    families = Map.copyOf(families);
  }

  /** The one that comes with Sluice. */
  public static Catalogue shipped() {
    try (var in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks " + RESOURCE);
      }
      return CatalogueFile.read(Json.parse(Bytes.owning(in.readAllBytes()), JsonLimits.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new IllegalStateException("the build's catalogue is no JSON", e);
    }
  }

  /** The vendor of that name. */
  public Optional<Vendor> vendor(String name) {
    return vendors.stream().filter(vendor -> vendor.name().equals(name)).findFirst();
  }

  /**
   * The vendor of a provider: the one whose own host it is, or, behind another host, the one of the
   * same name and wire format.
   */
  Optional<Vendor> behind(ProviderSetting provider) {
    var endpoint = provider.endpoint();
    return vendors.stream()
        .filter(
            vendor ->
                vendor.baseUrl().getHost().equalsIgnoreCase(endpoint.baseUrl().getHost())
                    || (vendor.name().equals(provider.name())
                        && vendor.api().equals(endpoint.api())))
        .findFirst();
  }

  /** What is known of {@code id} wherever it runs: the family before the size, {@code name:tag}. */
  ModelSetting.Traits family(String id) {
    int colon = id.indexOf(':');
    Entry entry = families.get(id);
    if (entry == null && colon > 0) {
      entry = families.get(id.substring(0, colon));
    }
    return entry == null ? ModelSetting.Traits.NONE : entry.traits();
  }
}
