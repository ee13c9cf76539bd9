package io.sluice.policy;

import com.cedarpolicy.model.exception.CacheException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.model.Categories;
import io.sluice.model.ContentRule;
import io.sluice.model.Facts;
import io.sluice.model.Obligations;
import io.sluice.policy.Engine.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that was checked and is ready to be asked, with what it has decided so far. Immutable
 * but for that memory; a change of bundle or settings makes another one.
 */
public final class Rules {
  private static final int SHOWN_HEX = 12;

  private final String hash;
  private final String schemaHash;
  private final Set<String> jurisdictions;
  private final BundleReader.Sound sound;
  private final Entities entities;
  private final Key.Declared declared;
  private final ContentVerdicts content;
  private final Cache<Key, Remembered> memo;

  private Rules(Bundle bundle, RulesSettings settings, BundleReader.Sound sound) {
    this(
        new Identity(bundle.id(), Bundle.hash(List.of(bundle.schema().orElseThrow()))),
        settings,
        sound);
  }

  /** Which bundle these are the rules of. */
  private record Identity(String hash, String schemaHash) {}

  private Rules(Identity identity, RulesSettings settings, BundleReader.Sound sound) {
    this.hash = identity.hash();
    this.schemaHash = identity.schemaHash();
    this.jurisdictions = settings.jurisdictions();
    this.sound = sound;
    this.entities = new Entities(sound.sight());
    this.content = new ContentVerdicts(settings.content());
    this.declared = new Key.Declared(sound.sight(), owed(sound.rules().keySet()), content);
    this.memo =
        Caffeine.newBuilder().maximumSize(settings.memoEntries()).executor(Runnable::run).build();
  }

  /**
   * Checks {@code bundle} and prepares it.
   *
   * @throws BundleException with every problem there is, also if the machine cannot run the engine
   */
  public static Rules of(Bundle bundle, RulesSettings settings) throws BundleException {
    return new Rules(bundle, settings, new BundleReader(bundle, settings).read());
  }

  /**
   * The same rules for very many questions that differ in little, asked by one thread: see {@link
   * Slices}. What they answered before is not known to them.
   */
  Rules sliced() {
    try {
      var settings = new RulesSettings(null, Set.of(), jurisdictions, 1);
      return new Rules(new Identity(hash, schemaHash), settings, sound.sliced());
    } catch (CacheException e) {
      return this; // slower, and no less right
    }
  }

  /**
   * Loads the engine and all that it needs, by preparing the starter bundle. Nothing depends on it:
   * on a thread of its own at the start, it saves whoever needs rules next the wait.
   */
  public static void warm() {
    try {
      of(Bundle.starter(), RulesSettings.PLAIN);
    } catch (BundleException | RuntimeException | LinkageError e) {
      // whoever needs rules meets the same, and says it
    }
  }

  /** The first 12 hex digits of {@link #hash()}: what callers are shown. */
  public String id() {
    return hash.substring(0, SHOWN_HEX);
  }

  /** SHA-256 of the bundle, in hex. */
  public String hash() {
    return hash;
  }

  /** SHA-256 of the bundle's schema, in hex. */
  public String schemaHash() {
    return schemaHash;
  }

  /** The ids of all rules, sorted. */
  public List<String> ids() {
    return sound.rules().keySet().stream().sorted().toList();
  }

  /** The ids of the forbids that a waiver may except from, sorted. */
  public Set<String> waivable() {
    var ids = new TreeSet<String>();
    for (Rule rule : sound.rules().values()) {
      if (rule.marks().waivable()) {
        ids.add(rule.id());
      }
    }
    return ids;
  }

  /** True if a rule may read what a translation loses. */
  public boolean readLosses() {
    return sound.sight().reads("losses");
  }

  Set<String> jurisdictions() {
    return jurisdictions;
  }

  /** What content rules say beside the bundle. */
  ContentVerdicts content() {
    return content;
  }

  Key.Declared declared() {
    return declared;
  }

  /** True if the schema declares {@code action}, so that policy has a say in it. */
  boolean governs(Action action) {
    return sound.sight().declares(action);
  }

  /** True if a person may set a rule of this bundle aside. */
  @SuppressWarnings("ReferenceEquality") // the very same set, not one like it
  boolean hasApprovals() {
    return sound.approved() != sound.engine();
  }

  /**
   * Asks for whoever asks and for each agent that acts between: what one of them may not do is not
   * done.
   */
  Outcome ask(Action action, View view) {
    Asked engine = view.approved() ? sound.approved() : sound.engine();
    Outcome outcome = engine.ask(entities, action, view);
    for (Facts member : Members.of(view.facts())) {
      if (!outcome.allowed()) {
        return outcome;
      }
      outcome = outcome.and(engine.ask(entities, action, view.by(member)));
    }
    return outcome;
  }

  /**
   * What may be masked.
   *
   * @param outcome for whoever asks and each agent between
   * @param categories what every one of them may have masked
   */
  record Maskable(Outcome outcome, Categories categories) {
    static final Maskable NOTHING = new Maskable(Outcome.NOTHING, Categories.NONE);
  }

  /** What whoever asks, and each agent that acts between, may have masked in {@code view}. */
  Maskable maskable(View view) {
    Asked engine = view.approved() ? sound.approved() : sound.engine();
    Outcome outcome = engine.ask(entities, Action.MASK, view);
    Categories categories = mask(outcome.rules());
    for (Facts member : Members.of(view.facts())) {
      if (!outcome.allowed()) {
        break;
      }
      Outcome its = engine.ask(entities, Action.MASK, view.by(member));
      categories = categories.common(mask(its.rules()));
      outcome = outcome.and(its);
    }
    return outcome.allowed()
        ? new Maskable(outcome, categories)
        : new Maskable(outcome.failed() ? outcome : Outcome.NOTHING, Categories.NONE);
  }

  /** Those of {@code ids} that forbid, sorted; an id that is no rule's forbids nothing. */
  public List<String> forbids(Collection<String> ids) {
    return ids.stream()
        .filter(id -> sound.rules().containsKey(id) && !sound.rules().get(id).permits())
        .sorted()
        .distinct()
        .toList();
  }

  /** What the permits among {@code ids} ask for in return. */
  Obligations owed(Collection<String> ids) {
    var all = Obligations.NONE;
    for (String id : ids) {
      Rule rule = sound.rules().get(id);
      if (rule != null) {
        all = all.join(rule.obligations());
      }
    }
    return all;
  }

  /** The categories that {@code ids} together let be masked. */
  private Categories mask(Collection<String> ids) {
    var all = Categories.NONE;
    for (String id : ids) {
      Rule rule = sound.rules().get(id);
      if (rule != null) {
        all = all.union(rule.mask());
      }
    }
    return all;
  }

  /** Why {@code ids} forbid what {@code view} shows, as far as callers may know it. */
  List<String> reasons(Collection<String> ids, View view) {
    var reasons = new ArrayList<String>();
    for (String id : ids) {
      Rule rule = sound.rules().get(id);
      if (rule != null && !rule.hidden()) {
        reasons.add(rule.reason().in(view));
      }
    }
    return reasons;
  }

  /** Those of {@code ids} that callers may know of, sorted. */
  public List<String> shown(Collection<String> ids) {
    var shown = new TreeSet<String>();
    Map<String, Rule> rules = sound.rules();
    for (String id : ids) {
      Rule rule = rules.get(id);
      boolean known = rule == null ? id.startsWith(ContentRule.PREFIX) : !rule.hidden();
      if (known) {
        shown.add(id);
      }
    }
    return List.copyOf(shown);
  }

  /** An answer, and what was asked where that may be asked again under other rules. */
  private record Remembered(Object answer, @Nullable Hot question) {}

  <T> @Nullable T remembered(Key key, Class<T> type) {
    Remembered known = memo.getIfPresent(key);
    return known == null ? null : type.cast(known.answer());
  }

  void remember(Key key, Object answer, @Nullable Hot question) {
    memo.put(key, new Remembered(Objects.requireNonNull(answer), question));
  }

  /** The questions that were asked most often, the hottest first; at most {@code most}. */
  public List<Hot> hottest(int most) {
    return memo.policy()
        .eviction()
        .map(
            kept ->
                kept.hottest(most).values().stream()
                    .map(Remembered::question)
                    .filter(Objects::nonNull)
                    .toList())
        .orElse(List.of());
  }
}
