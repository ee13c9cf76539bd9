package io.sluice.config;

import io.sluice.model.Level;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.provider.Families;
import io.sluice.provider.GoogleAddress;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Catalogue.Vendor;
import io.sluice.registry.ProviderSetting;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.Terms;
import io.sluice.vault.BoundHost;
import io.sluice.vault.CredentialBinding;
import io.sluice.vault.CredentialSource;
import io.sluice.vault.VaultSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The inventory of an installation without a file: what the environment's variables name. */
final class FromEnvironment {
  private static final Map<String, String> VARIABLES = variables();

  private static final String BEARER = "AWS_BEARER_TOKEN_BEDROCK";
  private static final List<String> PAIR =
      List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private FromEnvironment() {}

  private static Map<String, String> variables() {
    var all = new LinkedHashMap<String, String>();
    all.put("OPENAI_API_KEY", "openai");
    all.put("ANTHROPIC_API_KEY", "anthropic");
    all.put("GEMINI_API_KEY", "gemini");
    all.put("MISTRAL_API_KEY", "mistral");
    return all;
  }

  /** Those of the variables that are set, OLLAMA_HOST included. */
  static List<String> variables(Config.Surroundings around) {
    var set = new ArrayList<String>();
    for (String name : VARIABLES.keySet()) {
      if (!around.environment().getOrDefault(name, "").isEmpty()) {
        set.add(name);
      }
    }
    if (!around.environment().getOrDefault("OLLAMA_HOST", "").isEmpty()) {
      set.add("OLLAMA_HOST");
    }
    return set;
  }

  static Config.Inventory read(Config.Surroundings around, Catalogue catalogue) {
    var providers = new ArrayList<ProviderSetting>();
    var bindings = new ArrayList<CredentialBinding>();
    VARIABLES.forEach(
        (variable, name) -> {
          if (!around.environment().getOrDefault(variable, "").isEmpty()) {
            catalogue.vendor(name).ifPresent(vendor -> add(vendor, variable, providers, bindings));
          }
        });
    bedrock(around.environment())
        .ifPresent(
            source ->
                catalogue
                    .vendor("bedrock")
                    .ifPresent(
                        vendor -> {
                          String region = around.environment().getOrDefault("AWS_REGION", "");
                          providers.add(bedrock(vendor, region));
                          bindings.add(binding(providers.getLast(), source));
                        }));
    String ollama = around.environment().getOrDefault("OLLAMA_HOST", "");
    if (!ollama.isEmpty()) {
      providers.add(ollama(ollama));
    }
    var registry =
        new RegistrySettings(providers, List.of(), List.of(), Map.of(), around.firstStart());
    return new Config.Inventory(registry, new VaultSettings(bindings), providers.isEmpty());
  }

  /** Where AWS's own tools would take the credential from, once they know the region. */
  private static Optional<CredentialSource> bedrock(Map<String, String> environment) {
    if (!environment.getOrDefault("AWS_REGION", "").matches("[a-z0-9-]{2,32}")) {
      return Optional.empty();
    }
    if (!environment.getOrDefault(BEARER, "").isEmpty()) {
      return Optional.of(new CredentialSource.Env(BEARER));
    }
    boolean pair =
        PAIR.subList(0, 2).stream()
            .noneMatch(variable -> environment.getOrDefault(variable, "").isEmpty());
    return pair ? Optional.of(new CredentialSource.Variables(PAIR)) : Optional.empty();
  }

  private static ProviderSetting bedrock(Vendor vendor, String region) {
    URI base = Families.of(vendor.api()).orElseThrow().base(region);
    var known = provider(vendor, new ProviderSetting.Endpoint(vendor.api(), base, region));
    return region.startsWith("us-") ? known : elsewhere(known);
  }

  /** The same in a region whose law the catalogue does not state. */
  private static ProviderSetting elsewhere(ProviderSetting known) {
    Terms terms = Objects.requireNonNull(known.terms());
    return new ProviderSetting(
        known.name(),
        known.endpoint(),
        known.credential(),
        known.forward(),
        new Terms(
            terms.zone(),
            null,
            terms.retentionDays(),
            terms.training(),
            terms.clearance(),
            terms.review(),
            terms.diligence()),
        known.offer());
  }

  private static CredentialBinding binding(ProviderSetting provider, CredentialSource source) {
    return new CredentialBinding(
        CredentialBinding.EVERY_TENANT,
        provider.name(),
        BoundHost.of(provider.endpoint().baseUrl()),
        source);
  }

  private static ProviderSetting provider(Vendor vendor, ProviderSetting.Endpoint endpoint) {
    return new ProviderSetting(
        vendor.name(),
        endpoint,
        vendor.name(),
        List.of(),
        shipped(vendor.terms()),
        ProviderSetting.Offer.CATALOGUE);
  }

  private static void add(
      Vendor vendor,
      String variable,
      List<ProviderSetting> providers,
      List<CredentialBinding> bindings) {
    providers.add(provider(vendor, new ProviderSetting.Endpoint(vendor.api(), base(vendor), "")));
    bindings.add(binding(providers.getLast(), new CredentialSource.Env(variable)));
  }

  private static URI base(Vendor vendor) {
    return vendor.api().equals("gemini")
        ? GoogleAddress.gemini(vendor.baseUrl(), "")
        : vendor.baseUrl();
  }

  /** What the vendor says of itself, reviewed by nobody: good for internal, and not for long. */
  private static Terms shipped(Terms stated) {
    return new Terms(
        stated.zone(),
        stated.jurisdiction(),
        stated.retentionDays(),
        stated.training(),
        Level.INTERNAL,
        Terms.Review.SHIPPED,
        stated.diligence());
  }

  private static ProviderSetting ollama(String host) {
    String address = host.contains("://") ? host : "http://" + host;
    var base = URI.create(address + (address.endsWith("/v1") ? "" : "/v1"));
    var terms = new Terms(Zone.OWN, "", 0, Training.NO, Level.INTERNAL, Terms.Review.SHIPPED, null);
    return new ProviderSetting(
        "ollama",
        new ProviderSetting.Endpoint("ollama", base, ""),
        "",
        List.of(),
        terms,
        ProviderSetting.Offer.CATALOGUE);
  }
}
