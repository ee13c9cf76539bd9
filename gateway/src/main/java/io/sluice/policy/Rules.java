package io.sluice.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.model.Categories;
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
  private final Cache<Key, Object> memo;
  private final @Nullable Rules lifted;

  private Rules(Bundle bundle, RulesSettings settings, BundleReader.Sound sound) {
    this.hash = bundle.id();
    this.schemaHash = Bundle.hash(List.of(bundle.schema().orElseThrow()));
    this.jurisdictions = settings.jurisdictions();
    this.sound = sound;
    this.entities = new Entities(sound.sight());
    this.declared = Key.Declared.of(sound.sight());
    this.memo =
        Caffeine.newBuilder().maximumSize(settings.memoEntries()).executor(Runnable::run).build();
    Engine without = sound.lifted();
    this.lifted = without == null ? null : new Rules(this, without);
  }

  /** These rules as {@code engine} has them: without the ones that a person may lift. */
  private Rules(Rules whole, Engine engine) {
    this.hash = whole.hash;
    this.schemaHash = whole.schemaHash;
    this.jurisdictions = whole.jurisdictions;
    this.sound = new BundleReader.Sound(engine, null, whole.sound.sight(), whole.sound.rules());
    this.entities = whole.entities;
    this.declared = whole.declared;
    this.memo = whole.memo;
    this.lifted = null;
  }

  /** The same without the forbids that a person may lift; null if there are none. */
  @Nullable Rules lifted() {
    return lifted;
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

  Set<String> jurisdictions() {
    return jurisdictions;
  }

  Key.Declared declared() {
    return declared;
  }

  /** True if this bundle masks anything at all. */
  boolean masks() {
    return sound.sight().declares(Action.MASK);
  }

  Engine.Outcome ask(Action action, View view) {
    return entities.ask(sound.engine(), action, view);
  }

  /** The categories that {@code ids} together let be masked. */
  Categories mask(Collection<String> ids) {
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
  List<String> shown(Collection<String> ids) {
    var shown = new TreeSet<String>();
    Map<String, Rule> rules = sound.rules();
    for (String id : ids) {
      Rule rule = rules.get(id);
      if (rule != null && !rule.hidden()) {
        shown.add(id);
      }
    }
    return List.copyOf(shown);
  }

  <T> @Nullable T remembered(Key key, Class<T> type) {
    return type.cast(memo.getIfPresent(key));
  }

  void remember(Key key, Object answer) {
    memo.put(key, Objects.requireNonNull(answer));
  }
}
