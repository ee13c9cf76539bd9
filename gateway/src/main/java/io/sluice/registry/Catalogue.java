package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What Sluice knows of well-known vendors and model families without being told: facts as of a
 * date, which configuration overrides one by one. Lists that an operator imported stand above what
 * came with Sluice, the newest first.
 *
 * @param asOf the day the shipped prices were looked up
 * @param families models that many providers run: what they can do, never a price
 * @param listings what was imported, at most one of each source
 */
public record Catalogue(
    LocalDate asOf, List<Vendor> vendors, Map<String, Entry> families, List<Listing> listings) {
  /** Knows nothing. */
  public static final Catalogue EMPTY =
      new Catalogue(LocalDate.EPOCH, List.of(), Map.of(), List.of());

  private static final String RESOURCE = "/catalogue.json";

  /**
   * A company that runs models under its own address.
   *
   * @param api the wire format that its own address speaks
   * @param terms what it says of itself, reviewed by nobody here
   */
  public record Vendor(Identity identity, String api, Terms terms, List<Entry> models) {
    /** Who it is: its name here and in imported lists, and where it serves. */
    public record Identity(String name, URI baseUrl, Set<String> aliases) {
      public Identity {
        aliases = Set.copyOf(aliases);
      }
    }

    public Vendor {
      models = List.copyOf(models);
    }

    /** Its name. */
    public String name() {
      return identity.name();
    }

    /** Where it serves, as its SDKs take it. */
    public URI baseUrl() {
      return identity.baseUrl();
    }

    /** The model of that id. */
    Optional<Entry> model(String id) {
      return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }
  }

  /** A model: its id, context, capabilities, and price where that is known. */
  public record Entry(String id, ModelSetting.Traits traits) {}

  /** What is known of a model, and who says what it costs. */
  record Known(ModelSetting.Traits traits, Origin price) {
    Known over(Known below) {
      return new Known(traits.over(below.traits), traits.price() == null ? below.price : price);
    }
  }

  public Catalogue {
    vendors = List.copyOf(vendors);
    families = Map.copyOf(families);
    listings =
        listings.stream()
            .sorted(Comparator.comparing((Listing one) -> one.version().asOf()).reversed())
            .toList();
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

  /** The same with these lists above it. */
  public Catalogue with(List<Listing> imported) {
    return new Catalogue(asOf, vendors, families, imported);
  }

  /** The hash of a configuration together with these lists; its own where there are none. */
  public String identity(String configuration) {
    if (listings.isEmpty()) {
      return configuration;
    }
    var all = new StringBuilder(configuration);
    listings.forEach(one -> all.append('\n').append(one.version().sha256()));
    return Import.sha256(Bytes.utf8(all.toString()));
  }

  /** The vendor of that name. */
  public Optional<Vendor> vendor(String name) {
    return vendors.stream().filter(vendor -> vendor.name().equals(name)).findFirst();
  }

  /** The vendor that an imported list calls so. */
  Optional<Vendor> alias(String name) {
    return vendors.stream()
        .filter(one -> one.name().equals(name) || one.identity().aliases().contains(name))
        .findFirst();
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

  /** What is known of a model at a provider; of one that nobody knows there, what its family is. */
  Known known(ProviderSetting provider, String id) {
    var vendor = behind(provider);
    var all = new Known(ModelSetting.Traits.NONE, Origin.NONE);
    for (Listing listing : listings) {
      var traits = listing.traits(place(provider, vendor), id);
      if (traits.isPresent()) {
        all = all.over(new Known(traits.get(), listing.origin()));
      }
    }
    var shipped =
        vendor.flatMap(found -> found.model(id)).map(Entry::traits).orElseGet(() -> family(id));
    return all.over(new Known(shipped, Origin.shipped(asOf)));
  }

  /** Ids of the models that came with Sluice for that provider's vendor. */
  List<String> offered(ProviderSetting provider) {
    return behind(provider)
        .map(vendor -> vendor.models().stream().map(Entry::id).toList())
        .orElse(List.of());
  }

  /** Ids of the models that only imported lists know at that provider. */
  Set<String> listed(ProviderSetting provider) {
    var vendor = behind(provider);
    var ids = new LinkedHashSet<String>();
    listings.forEach(listing -> ids.addAll(listing.ids(place(provider, vendor))));
    offered(provider).forEach(ids::remove);
    return ids;
  }

  private static Listing.Place place(ProviderSetting provider, Optional<Vendor> vendor) {
    String host = Objects.requireNonNull(provider.endpoint().baseUrl().getHost());
    return new Listing.Place(vendor.map(Vendor::name).orElse(""), host);
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
