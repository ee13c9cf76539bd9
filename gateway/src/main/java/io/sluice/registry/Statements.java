package io.sluice.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is stated of providers and models beside the settings that name them: each item holds where
 * those state nothing.
 *
 * @param terms by the name of a provider, a model, or {@code provider/id}
 */
public record Statements(Map<String, Terms> terms) {
  /** Nothing is stated. */
  public static final Statements NONE = new Statements(Map.of());

  public Statements {
    terms = Map.copyOf(terms);
  }

  /** {@code settings} with these below them; a statement about nobody is none. */
  public RegistrySettings under(RegistrySettings settings) {
    if (terms.isEmpty()) {
      return settings;
    }
    var providers = settings.providers().stream().map(this::under).toList();
    var left = new LinkedHashMap<>(terms);
    var models = new ArrayList<ModelSetting>();
    for (ModelSetting model : settings.models()) {
      left.remove(model.provider() + "/" + model.id());
      models.add(under(model));
    }
    Set<String> names =
        settings.providers().stream().map(ProviderSetting::name).collect(Collectors.toSet());
    left.keySet().stream().sorted().flatMap(ref -> named(names, ref).stream()).forEach(models::add);
    return new RegistrySettings(
        providers, models, settings.routes(), settings.modelMap(), settings.firstStart());
  }

  private ProviderSetting under(ProviderSetting one) {
    return new ProviderSetting(
        one.name(),
        one.endpoint(),
        one.credential(),
        one.forward(),
        under(one.terms(), one.name()),
        one.offer());
  }

  private ModelSetting under(ModelSetting one) {
    Terms named = under(one.terms(), one.name());
    return new ModelSetting(
        one.name(),
        one.provider(),
        one.id(),
        one.api(),
        one.traits(),
        under(named, one.provider() + "/" + one.id()));
  }

  private @Nullable Terms under(@Nullable Terms own, String name) {
    Terms below = terms.get(name);
    return below == null ? own : own == null ? below : own.over(below, true);
  }

  /** A model that the settings do not name, of a provider that they do. */
  private Optional<ModelSetting> named(Set<String> providers, String ref) {
    int slash = ref.indexOf('/');
    if (slash < 0 || !providers.contains(ref.substring(0, slash))) {
      return Optional.empty();
    }
    String provider = ref.substring(0, slash);
    String id = ref.substring(slash + 1);
    return Optional.of(
        new ModelSetting(ref, provider, id, "", ModelSetting.Traits.NONE, terms.get(ref)));
  }

  /** The names that something is stated of, sorted. */
  public List<String> names() {
    return terms.keySet().stream().sorted().toList();
  }
}
