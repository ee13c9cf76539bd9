package io.sluice.provider;

import io.sluice.model.Candidate;
import io.sluice.pipeline.Endpoints;
import io.sluice.registry.ProviderSetting;
import io.sluice.registry.Registry;
import java.util.function.Supplier;

/** Endpoints as the configuration in force declares them. */
public final class DeclaredEndpoints implements Endpoints {
  private final Supplier<Registry> registry;

  /** Looks providers up in what {@code registry} gives, anew each time. */
  public DeclaredEndpoints(Supplier<Registry> registry) {
    this.registry = registry;
  }

  @Override
  public Endpoint of(Candidate candidate) {
    ProviderSetting provider =
        registry
            .get()
            .provider(candidate.ref().provider())
            .orElseThrow(() -> new IllegalStateException("a candidate's provider is declared"));
    Family family =
        Families.of(provider.endpoint().api())
            .orElseThrow(() -> new IllegalStateException("configuration knows the API"));
    if (provider.endpoint().api().equals("azure")) {
      return Azure.endpoint(provider, candidate.ref().id());
    }
    return new Endpoint(
        provider.endpoint().baseUrl(),
        Paths.PLAIN,
        scheme(family.showing(), provider.endpoint().region()),
        provider.forward());
  }

  private static Scheme scheme(Family.Showing showing, String region) {
    return switch (showing) {
      case Family.Showing.InHeader(String name, String prefix) -> new Scheme.InHeader(name, prefix);
      case Family.Showing.Aws() -> new Scheme.Aws(region);
    };
  }
}
