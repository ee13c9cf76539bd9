package io.sluice.config;

import io.sluice.provider.Families;
import io.sluice.provider.Family;
import io.sluice.provider.GoogleAddress;
import io.sluice.registry.Catalogue;
import io.sluice.registry.ModelSetting;
import io.sluice.registry.ProviderSetting;
import io.sluice.registry.ProviderSetting.Dialect;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.RouteSetting;
import io.sluice.vault.BoundHost;
import io.sluice.vault.CredentialBinding;
import io.sluice.vault.CredentialSource;
import io.sluice.vault.VaultSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sections {@code providers}, {@code models}, {@code routes} and {@code defaults}. */
final class InventorySections {
  private static final List<String> DROP = List.of("drop", "refuse");

  /** The formats of one provider between which a model may choose. */
  private static final List<String> OPENAI_WAYS =
      List.of("openai", "openai-chat", "openai-responses");

  private final ConfigFile.Reading reading;
  private String unsupported = "drop";
  private final Catalogue catalogue;
  private final TermSections terms;
  private final InventoryText stated;
  private final Map<String, ProviderSetting> providers = new LinkedHashMap<>();
  private final List<CredentialBinding> bindings = new ArrayList<>();

  /** {@code stated}: what another file states below what this one does. */
  InventorySections(ConfigFile.Reading reading, Catalogue catalogue, InventoryText stated) {
    this.stated = stated;
    this.reading = reading;
    this.catalogue = catalogue;
    this.terms = new TermSections();
  }

  Config.Inventory read(Section root) {
    var map = new LinkedHashMap<String, String>();
    try (Section defaults = root.section("defaults")) {
      unsupported = defaults.word("unsupported_parameters", "drop", DROP);
      try (Section patterns = defaults.section("model_map")) {
        for (String pattern : patterns.keys()) {
          map.put(pattern, patterns.text(pattern).orElse(""));
        }
      }
    }
    root.sections("providers").forEach(this::provider);
    tenants(root);
    var models = new ArrayList<ModelSetting>();
    root.sections("models").forEach((name, section) -> model(name, section, models));
    var known = names(models);
    var subjects = new LinkedHashSet<>(known);
    subjects.addAll(providers.keySet());
    stated.close(subjects);
    stated.tell(reading.problems());
    var routes = new ArrayList<RouteSetting>();
    root.sections("routes").forEach((name, section) -> route(name, section, known, routes));
    var registry =
        new RegistrySettings(
            List.copyOf(providers.values()), models, routes, map, reading.around().firstStart());
    var file = root.text("inventory").map(reading::path).orElse(null);
    return new Config.Inventory(
        stated.statements().under(registry), new VaultSettings(bindings), false, file);
  }

  private void provider(String name, Section section) {
    try (section) {
      List<String> apis = Families.all().stream().map(Family::api).toList();
      String word = section.word("api", "openai", apis);
      Family family = Families.of(word).orElseThrow();
      String named = section.text("region").orElse("");
      URI base = base(section, family, named);
      String api = spoken(word, base);
      if (api.equals("gemini") || api.equals(GoogleAddress.VERTEX)) {
        boolean vertex = section.keys().contains("project") || api.equals(GoogleAddress.VERTEX);
        base = google(section, base, vertex);
        api = vertex ? GoogleAddress.VERTEX : api;
      }
      boolean told = named.isEmpty() && section.keys().contains("base_url");
      String region = region(section, family, told ? family.region(base) : named);
      if (!family.regional()) {
        String idle = "'region' has no effect for api '" + api + "'";
        section.present("region").ifPresent(at -> reading.warnings().at(at, idle));
      }
      credential(name, section, base);
      boolean inherit = section.truth("inherit_review", true);
      List<String> ids = section.texts("models");
      boolean strict = section.word("unsupported_parameters", unsupported, DROP).equals("refuse");
      var offer =
          new ProviderSetting.Offer(
              section.keys().contains("models") ? ids : null, inherit, strict);
      providers.put(
          name,
          new ProviderSetting(
              name,
              new ProviderSetting.Endpoint(api, base, region, dialect(section, api)),
              name,
              section.texts("forward"),
              terms.read(section.section("profile")),
              offer));
    } catch (IllegalArgumentException e) {
      section.wrong("", "provider '" + name + "': " + e.getMessage());
    }
  }

  /** The base that the format's paths are behind. */
  private static URI google(Section section, URI base, boolean vertex) {
    String version = section.text("api_version").orElse("");
    if (!vertex) {
      return GoogleAddress.gemini(base, version);
    }
    String project = section.text("project").orElse("");
    String location = section.text("location").orElse("");
    boolean given = section.keys().contains("base_url");
    var asked = new GoogleAddress.Project(project, location, version);
    return GoogleAddress.vertex(base, given, asked);
  }

  /** An Ollama whose address does not end in {@code /v1} is asked in its own format. */
  private static String spoken(String api, URI base) {
    boolean own = api.equals("ollama") && !base.getPath().endsWith("/v1");
    return own ? "ollama-native" : api;
  }

  private static String region(Section section, Family family, String region) {
    boolean word = region.matches("[a-z0-9-]{2,32}");
    if (family.regional() && !word) {
      section.wrong("region", "'region' must be a region such as us-east-1");
    }
    return region;
  }

  /** What Azure's paths and credentials need; other vendors know no such keys. */
  private static Dialect dialect(Section section, String api) {
    String metrics = section.text("metrics").orElse("");
    if (!metrics.isEmpty() && !metrics.matches("/[A-Za-z0-9/_.-]{0,200}")) {
      section.wrong("metrics", "'metrics' is a path on the provider's host, such as /metrics");
    }
    if (!api.equals("azure")) {
      return new Dialect("", false, metrics);
    }
    if (section.text("base_url").isEmpty()) {
      section.wrong("base_url", "'base_url' is missing: the address of the Azure resource");
    }
    String auth = section.word("auth", "api_key", List.of("api_key", "bearer"));
    return new Dialect(section.text("api_version").orElse(""), auth.equals("bearer"), metrics);
  }

  private static URI base(Section section, Family family, String region) {
    boolean known = region.matches("[a-z0-9-]*");
    String text = section.text("base_url").orElse(family.base(known ? region : "").toString());
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    try {
      URI base = URI.create(trimmed);
      boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      if (http && base.getHost() != null && base.getUserInfo() == null && base.getQuery() == null) {
        return base;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    section.wrong("base_url", "'base_url' must be an http or https address without user or query");
    return family.base();
  }

  private void credential(String name, Section section, URI base) {
    source(section.section("credential"))
        .ifPresent(
            source ->
                bindings.add(
                    new CredentialBinding(
                        CredentialBinding.EVERY_TENANT, name, BoundHost.of(base), source)));
  }

  private Optional<CredentialSource> source(Section credential) {
    try (credential) {
      List<String> env = credential.texts("env");
      Optional<String> file = credential.text("file");
      Optional<String> stored = credential.text("stored");
      long count = List.of(file, stored).stream().filter(Optional::isPresent).count();
      count += env.isEmpty() ? 0 : 1;
      if (credential.present() && count != 1) {
        credential.wrong("", "a credential is one of env:, file: or stored:");
      }
      return variables(env)
          .or(() -> file.map(reading::path).map(CredentialSource.File::new))
          .or(() -> stored.map(CredentialSource.Stored::new));
    }
  }

  private static Optional<CredentialSource> variables(List<String> names) {
    return switch (names.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new CredentialSource.Env(names.getFirst()));
      default -> Optional.of(new CredentialSource.Variables(names));
    };
  }

  private void tenants(Section root) {
    root.sections("tenants")
        .forEach(
            (tenant, section) -> {
              try (section) {
                section
                    .sections("providers")
                    .forEach((provider, own) -> tenant(tenant, provider, own));
              }
            });
  }

  private void tenant(String tenant, String name, Section own) {
    try (own) {
      ProviderSetting provider = providers.get(name);
      var source = source(own.section("credential"));
      if (provider == null) {
        own.unresolved("", "unknown provider '" + name + "'", name, providers.keySet());
      } else {
        BoundHost host = BoundHost.of(provider.endpoint().baseUrl());
        source.ifPresent(from -> bindings.add(new CredentialBinding(tenant, name, host, from)));
      }
    }
  }

  private void model(String name, Section section, List<ModelSetting> models) {
    try (section) {
      String provider = section.text("provider").orElse("");
      if (!providers.containsKey(provider)) {
        section.unresolved(
            "provider", "unknown provider '" + provider + "'", provider, providers.keySet());
        section.forget();
        return;
      }
      List<String> capabilities =
          section.keys().contains("capabilities") ? section.texts("capabilities") : null;
      var traits =
          new ModelSetting.Traits(
              section.number("context", 1, 100_000_000).orElse(0),
              section.number("max_output", 1, 100_000_000).orElse(0),
              capabilities,
              section.keys().contains("rejects") ? section.texts("rejects") : null,
              PriceSections.read(section.section("price")));
      String id = section.text("id").orElse(name);
      String spoken = providers.get(provider).endpoint().api();
      List<String> ways = OPENAI_WAYS.contains(spoken) ? OPENAI_WAYS : List.of(spoken);
      String api = section.word("api", spoken, ways);
      var whole = terms.read(section.section("profile"));
      models.add(new ModelSetting(name, provider, id, api, traits, whole));
    }
  }

  private Set<String> names(List<ModelSetting> models) {
    var all = new LinkedHashSet<String>();
    models.forEach(model -> all.add(model.name()));
    models.forEach(model -> all.add(model.provider() + "/" + model.id()));
    for (ProviderSetting provider : providers.values()) {
      if (provider.offer().models() != null) {
        provider.offer().models().forEach(id -> all.add(provider.name() + "/" + id));
        all.addAll(provider.offer().models());
      }
    }
    catalogue
        .vendors()
        .forEach(
            vendor ->
                vendor
                    .models()
                    .forEach(
                        entry ->
                            providers.keySet().forEach(name -> all.add(name + "/" + entry.id()))));
    return all;
  }

  private void route(String name, Section section, Set<String> known, List<RouteSetting> routes) {
    try (section) {
      List<String> models = section.texts("models");
      boolean good = !models.isEmpty();
      if (!good) {
        section.wrong("models", "route '" + name + "' needs at least one model");
      }
      for (String model : models) {
        if (!known.contains(model)) {
          section.unresolved("models", "unknown model '" + model + "'", model, known);
          good = false;
        }
      }
      RouteSetting.Weights weights = RouteSections.weights(section.section("optimise"));
      RouteSetting.Handling handling = RouteSections.handling(section);
      RouteSetting.Steering steering = new SteeringSections(models, known).read(section);
      if (good) {
        routes.add(new RouteSetting(name, models, weights, handling, steering));
      }
    }
  }
}
