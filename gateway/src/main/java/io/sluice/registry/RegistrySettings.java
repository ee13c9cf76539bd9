package io.sluice.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
}
