package io.sluice.registry;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Level;
import io.sluice.model.Nearest;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The inventory in force at one moment. Immutable and without a clock: when time alone changes it,
 * at {@link #validUntil()}, another one is built and swapped in.
 */
public final class Registry {
  /** How long terms that came with Sluice count without anybody's review. */
  public static final Duration SHIPPED_TERMS_HOLD = Duration.ofDays(30);

  /** The terms of a model that is no longer declared: the worst there are. */
  public static final Profile NOTHING_KNOWN =
      new Profile(
          Profile.Zone.EXTERNAL,
          "",
          -1,
          Profile.Training.UNKNOWN,
          Level.PUBLIC,
          new Profile.Review(Profile.Standing.MISSING, "", null, null),
          Profile.Diligence.NONE);

  private static final int NAMES_SHOWN = 3;
  private static final int NAME_CHARS = 200;

  private record Pattern(String glob, String meaning) {}

  private final Map<String, ProviderSetting> providers = new HashMap<>();
  private final Map<String, RouteSetting> routes = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final List<Pattern> patterns;
  private final Inventory inventory;
  private final Map<String, Profile> profiles = new HashMap<>();
  private final Map<String, Profile> unnamed = new HashMap<>();
  private final Instant validUntil;

  private Registry(RegistrySettings settings, Inventory inventory, Standings standings) {
    this.inventory = inventory;
    for (ProviderSetting provider : settings.providers()) {
      Terms terms = Objects.requireNonNullElse(provider.terms(), Terms.NONE);
      providers.put(provider.name(), provider);
      profiles.put(provider.name(), standings.profile(terms));
      unnamed.put(provider.name(), standings.profile(Terms.NONE.over(terms, false)));
    }
    validUntil = standings.validUntil();
    inventory.byId().forEach((id, candidate) -> targets.put(id, pinned(id, candidate)));
    inventory.byRef().forEach((ref, candidate) -> targets.put(ref, pinned(ref, candidate)));
    inventory.byName().forEach((name, candidate) -> targets.put(name, pinned(name, candidate)));
    for (RouteSetting route : settings.routes()) {
      if (routes.put(route.name(), route) != null) {
        throw new IllegalArgumentException("route '" + route.name() + "' stands twice");
      }
    }
    settings.routes().forEach(route -> targets.put(route.name(), target(route)));
    patterns =
        settings.modelMap().entrySet().stream()
            .map(entry -> new Pattern(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt((Pattern pattern) -> -pattern.glob().length())
                    .thenComparing(Pattern::glob))
            .toList();
  }

  /**
   * The inventory as it is at {@code now}.
   *
   * @throws IllegalArgumentException if a name stands twice, or a model or route names something
   *     that is not there; configuration checks both before, with positions
   */
  public static Registry of(RegistrySettings settings, Catalogue catalogue, Instant now) {
    var standings = new Standings(now, settings.firstStart().plus(SHIPPED_TERMS_HOLD));
    return new Registry(settings, Inventory.of(settings, catalogue, standings), standings);
  }

  /**
   * What {@code asked} stands for, in this order: a route, a model's name, {@code provider/id}, a
   * vendor id that exactly one provider declares, a pattern of the model map (the longest that
   * fits).
   *
   * @throws Stop UNKNOWN_MODEL with the nearest names that the principal may use, if there is none;
   *     POLICY_DENIED if there is one that its key does not permit
   */
  public Target resolve(String asked, Principal principal) {
    Target target = targets.get(asked);
    if (target == null) {
      target = mapped(asked);
    }
    if (target == null) {
      throw unknown(asked, principal).stop();
    }
    if (!permitted(asked, target, principal)) {
      throw Fault.of(Code.POLICY_DENIED, "this key does not permit the model it asked for")
          .naming(List.of("key.models"))
          .stop();
    }
    return target;
  }

  /**
   * What a principal may ask for: its routes first, each as the first of its models under the
   * route's name, then models under the name that callers use.
   */
  public List<Candidate> offered(Principal principal) {
    var all = new ArrayList<Candidate>();
    for (String name : names(principal)) {
      Target target = targets.get(name);
      if (target != null) {
        all.add(target.candidates().getFirst().called(name));
      }
    }
    return all;
  }

  /** The provider of that name. */
  public Optional<ProviderSetting> provider(String name) {
    return Optional.ofNullable(providers.get(name));
  }

  /** Every provider, in the order of its name. */
  public List<ProviderSetting> providers() {
    return providers.values().stream().sorted(Comparator.comparing(ProviderSetting::name)).toList();
  }

  /** The route of that name; empty for a model that was asked for by name. */
  public Optional<RouteSetting> route(String name) {
    return Optional.ofNullable(routes.get(name));
  }

  /** The one model of that name. */
  public Optional<Target> single(String name) {
    return Optional.ofNullable(targets.get(name)).filter(Target::pinned);
  }

  /** What the model of that name costs; empty where it is no single model or nobody knows. */
  public Optional<Price> priced(String name) {
    Target target = targets.get(name);
    return target == null || !target.pinned()
        ? Optional.empty()
        : Optional.ofNullable(target.candidates().getFirst().price());
  }

  /** Every model there is, in the order of configuration. */
  public List<Candidate> models() {
    return inventory.all();
  }

  /** Who says what a model costs, and as of when. */
  public Origin origin(ModelRef model) {
    return inventory.origins().getOrDefault(model, Origin.NONE);
  }

  /** The names of all routes. */
  public Set<String> routeNames() {
    return Set.copyOf(routes.keySet());
  }

  /** Every name that stands for one model: its own, and {@code provider/id}. */
  public Set<String> modelNames() {
    var names = new TreeSet<>(inventory.byName().keySet());
    names.addAll(inventory.byRef().keySet());
    return names;
  }

  /** What is known of a provider as a whole, as it holds now. */
  public Optional<Profile> profile(String provider) {
    return Optional.ofNullable(profiles.get(provider));
  }

  /** When a review begins or runs out next; {@link Instant#MAX} if none does. */
  public Instant validUntil() {
    return validUntil;
  }

  private static Target pinned(String name, Candidate candidate) {
    return new Target(name, true, List.of(candidate));
  }

  private Target target(RouteSetting route) {
    var candidates = new ArrayList<Candidate>();
    for (String name : route.models()) {
      Candidate candidate = model(name);
      if (candidate == null) {
        throw new IllegalArgumentException(
            "route '" + route.name() + "' names '" + name + "', which is no model");
      }
      candidates.add(candidate);
    }
    return new Target(route.name(), false, candidates, route.handling().readers());
  }

  /** The models that a route of this inventory names. */
  public List<Candidate> candidates(RouteSetting route) {
    return target(route).candidates();
  }

  private @Nullable Candidate model(String name) {
    Candidate candidate = inventory.byName().get(name);
    if (candidate == null) {
      candidate = inventory.byRef().get(name);
    }
    return candidate == null ? inventory.byId().get(name) : candidate;
  }

  private @Nullable Target mapped(String asked) {
    if (asked.length() > NAME_CHARS) {
      return null;
    }
    for (Pattern pattern : patterns) {
      if (Glob.matches(pattern.glob(), asked)) {
        ProviderSetting provider = providers.get(pattern.meaning());
        return provider == null ? targets.get(pattern.meaning()) : at(provider, asked);
      }
    }
    return null;
  }

  /** A model that nobody named shares nobody's review: what is not reviewed sees public content. */
  private Target at(ProviderSetting provider, String id) {
    var ref = new ModelRef(provider.name(), id);
    Candidate known = inventory.byRef().get(ref.text());
    if (known != null) {
      return pinned(id, known);
    }
    Profile profile = Objects.requireNonNull(unnamed.get(provider.name()));
    String api = provider.endpoint().api();
    return pinned(id, new Candidate(ref, ref.text(), api, profile, null, Abilities.UNKNOWN));
  }

  private static boolean permitted(String asked, Target target, Principal principal) {
    List<String> granted = principal.grants().models();
    if (granted.isEmpty() || grants(granted, asked)) {
      return true;
    }
    if (!target.pinned()) {
      return grants(granted, target.name());
    }
    Candidate candidate = target.candidates().getFirst();
    return grants(granted, candidate.name())
        || grants(granted, candidate.ref().text())
        || grants(granted, candidate.ref().id());
  }

  private static boolean grants(List<String> granted, String name) {
    for (String pattern : granted) {
      if (Glob.matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  private Fault unknown(String asked, Principal principal) {
    List<String> nearest = Nearest.to(asked, names(principal), NAMES_SHOWN);
    String meant = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    String shown = asked.length() <= NAME_CHARS ? asked : asked.substring(0, NAME_CHARS);
    return Fault.of(Code.UNKNOWN_MODEL, "no model is called '" + shown + "'" + meant)
        .naming(nearest);
  }

  /** Routes, then one name for each model: its own, else its vendor id, else with its provider. */
  private List<String> names(Principal principal) {
    var names = new ArrayList<String>(new TreeSet<>(routes.keySet()));
    for (Candidate candidate : inventory.all()) {
      String id = candidate.ref().id();
      boolean plain =
          candidate.name().equals(candidate.ref().text())
              && targets.getOrDefault(id, NOBODY).candidates().contains(candidate);
      names.add(plain ? id : candidate.name());
    }
    names.removeIf(name -> !usable(name, principal));
    return names;
  }

  private boolean usable(String name, Principal principal) {
    Target target = targets.get(name);
    return target != null && permitted(name, target, principal);
  }

  private static final Target NOBODY = new Target("", true, List.of());
}
