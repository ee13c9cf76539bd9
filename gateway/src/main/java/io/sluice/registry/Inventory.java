package io.sluice.registry;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every model there is, found by each of its names. Built once per version of the inventory.
 *
 * @param byName models that configuration named
 * @param byRef by {@code provider/id}; of two names for one model the first
 * @param byId by vendor id, where exactly one provider declares it
 * @param all in the order of configuration, named models first
 * @param origins who says what each model costs
 */
record Inventory(
    Map<String, Candidate> byName,
    Map<String, Candidate> byRef,
    Map<String, Candidate> byId,
    List<Candidate> all,
    Map<ModelRef, Origin> origins) {

  static Inventory of(RegistrySettings settings, Catalogue catalogue, Standings standings) {
    return new Gathering(settings, catalogue, standings).build();
  }

  /** What one pass over the settings gathers. */
  private static final class Gathering {
    private final RegistrySettings settings;
    private final Catalogue catalogue;
    private final Standings standings;
    private final Map<String, ProviderSetting> providers = new HashMap<>();
    private final Map<String, Candidate> byName = new LinkedHashMap<>();
    private final Map<String, Candidate> byRef = new LinkedHashMap<>();
    private final Map<ModelRef, Origin> origins = new HashMap<>();

    Gathering(RegistrySettings settings, Catalogue catalogue, Standings standings) {
      this.settings = settings;
      this.catalogue = catalogue;
      this.standings = standings;
    }

    Inventory build() {
      for (ProviderSetting provider : settings.providers()) {
        if (providers.put(provider.name(), provider) != null) {
          throw new IllegalArgumentException("provider '" + provider.name() + "' stands twice");
        }
      }
      settings.models().forEach(this::named);
      settings.providers().forEach(this::offered);
      var all = new ArrayList<>(byName.values());
      Set<ModelRef> seen = new HashSet<>();
      all.forEach(candidate -> seen.add(candidate.ref()));
      byRef.values().stream().filter(candidate -> seen.add(candidate.ref())).forEach(all::add);
      return new Inventory(
          Map.copyOf(byName), Map.copyOf(byRef), unique(), List.copyOf(all), Map.copyOf(origins));
    }

    private void named(ModelSetting model) {
      ProviderSetting provider = providers.get(model.provider());
      if (provider == null) {
        throw new IllegalArgumentException("model '" + model.name() + "' has no such provider");
      }
      Candidate candidate = candidate(provider, model, provider.offer().inheritReview());
      if (byName.put(model.name(), candidate) != null) {
        throw new IllegalArgumentException("model '" + model.name() + "' stands twice");
      }
      byRef.putIfAbsent(candidate.ref().text(), candidate);
    }

    private void offered(ProviderSetting provider) {
      boolean inherit = provider.offer().inheritReview();
      List<String> stated = provider.offer().models();
      for (String id : stated == null ? catalogue.offered(provider) : stated) {
        offered(provider, id, inherit);
      }
      if (stated == null) {
        catalogue.listed(provider).forEach(id -> offered(provider, id, false));
      }
    }

    /** A model that only an imported list knows shares nobody's review. */
    private void offered(ProviderSetting provider, String id, boolean sharesReview) {
      String text = new ModelRef(provider.name(), id).text();
      if (!byRef.containsKey(text)) {
        var model = new ModelSetting(text, provider.name(), id, "", ModelSetting.Traits.NONE, null);
        byRef.put(text, candidate(provider, model, sharesReview));
      }
    }

    private Candidate candidate(ProviderSetting provider, ModelSetting model, boolean inherit) {
      Terms below = Objects.requireNonNullElse(provider.terms(), Terms.NONE);
      Terms terms = Objects.requireNonNullElse(model.terms(), Terms.NONE).over(below, inherit);
      var ref = new ModelRef(provider.name(), model.id());
      var known =
          new Catalogue.Known(model.traits(), Origin.CONFIGURATION)
              .over(catalogue.known(provider, model.id()));
      origins.putIfAbsent(ref, known.traits().price() == null ? Origin.NONE : known.price());
      return new Candidate(
          ref,
          model.name(),
          model.api().isEmpty() ? provider.endpoint().api() : model.api(),
          standings.profile(terms),
          known.traits().price(),
          known.traits().abilities(provider.offer().strict()));
    }

    private Map<String, Candidate> unique() {
      var byId = new HashMap<String, Candidate>();
      var twice = new HashSet<String>();
      for (Candidate candidate : byRef.values()) {
        if (byId.put(candidate.ref().id(), candidate) != null) {
          twice.add(candidate.ref().id());
        }
      }
      byId.keySet().removeAll(twice);
      return Map.copyOf(byId);
    }
  }
}
