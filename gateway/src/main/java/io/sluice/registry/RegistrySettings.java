package io.sluice.registry;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What configuration says of providers, models and routes.
 *
 * @param modelMap patterns of asked names, {@code *} standing for any text, to what they stand for:
 *     a route, a model, {@code provider/id}, or a provider that is asked for the same id
 * @param firstStart when this installation first started: shipped terms count for {@link
 *     Registry#SHIPPED_TERMS_HOLD} from then
 */
public record RegistrySettings(
    List<ProviderSetting> providers,
    List<ModelSetting> models,
    List<RouteSetting> routes,
    Map<String, String> modelMap,
    Instant firstStart) {
  public RegistrySettings {
    providers = List.copyOf(providers);
    models = List.copyOf(models);
    routes = List.copyOf(routes);
    modelMap = Map.copyOf(modelMap);
  }

  /** The level that is stated for what {@code name} calls, reviewed or not; not stated: public. */
  public Level stated(ModelRef ref, String name) {
    Level own =
        models.stream()
            .filter(model -> model.name().equals(name))
            .map(model -> clearance(model.terms()))
            .findFirst()
            .flatMap(Function.identity())
            .orElse(null);
    return own != null
        ? own
        : providers.stream()
            .filter(provider -> provider.name().equals(ref.provider()))
            .findFirst()
            .flatMap(provider -> clearance(provider.terms()))
            .orElse(Level.PUBLIC);
  }

  private static Optional<Level> clearance(@Nullable Terms terms) {
    return terms == null ? Optional.empty() : Optional.ofNullable(terms.clearance());
  }
}
