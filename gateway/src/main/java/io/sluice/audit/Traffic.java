package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Facts;
import io.sluice.model.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What entries of the ledger say of traffic, counted. Anybody with the same entries counts the
 * same: each figure's definition is in docs/measures.md. Fed in order; not thread-safe.
 */
public final class Traffic {
  private static final double EXTERNAL = 0.5;
  private static final double PRIVATE = 0.25;
  private static final int LONG_DAYS = 30;

  private long entries;
  private long decisions;
  private long permits;
  private long movable;
  private long closed;
  private final Map<String, Long> verdicts = new TreeMap<>();
  private final Map<String, Long> rules = new TreeMap<>();
  private final Map<String, Long> events = new TreeMap<>();
  private final Set<String> paths = new TreeSet<>();
  private final Map<String, Set<String>> providers = new TreeMap<>();
  private final Map<String, Json> open = new HashMap<>();
  private final Map<String, Instant> newest = new TreeMap<>();
  private double weighed;
  private double weights;

  /** Takes the next entry. */
  public void add(Json entry) {
    entries++;
    String kind = entry.text("entry", "");
    Instant at = Instant.ofEpochMilli(entry.integer("at", 0));
    String asked = kind.equals("ruling") ? "." + entry.text("question", "other") : "";
    newest.put(kind + asked, at);
    switch (kind) {
      case "decision" -> decision(entry, at);
      case "outcome", "outcome.unknown" -> outcome(entry);
      case "ruling" -> events.merge("ruling." + entry.text("question", "other"), 1L, Long::sum);
      default -> events.merge(kind, 1L, Long::sum);
    }
  }

  private void decision(Json entry, Instant at) {
    decisions++;
    String verdict = entry.text("verdict", "");
    verdicts.merge(verdict, 1L, Long::sum);
    newest.put("decision " + verdict, at);
    var seen = new HashSet<String>();
    for (Json one : entry.at("verdicts").items()) {
      for (Json rule : one.at("rules").items()) {
        rule.string().filter(seen::add).ifPresent(id -> rules.merge(id, 1L, Long::sum));
      }
    }
    seen.forEach(id -> newest.put("rule " + id, at));
    if (verdict.equals("permit")) {
      permits++;
      movable += movable(entry) ? 1 : 0;
    }
    open.put(entry.text("exchange", ""), entry);
  }

  /** Whether another permitted candidate has terms that are no worse than the first choice's. */
  private static boolean movable(Json entry) {
    String first = entry.at("order").items().isEmpty() ? "" : first(entry);
    Json own = terms(entry, first);
    for (Json one : entry.at("verdicts").items()) {
      boolean other = one.at("allowed").bool(false) && !one.text("model", "").equals(first);
      if (other && noWorse(one.at("terms"), own)) {
        return true;
      }
    }
    return false;
  }

  private static String first(Json entry) {
    return entry.at("order").items().iterator().next().string().orElse("");
  }

  private static Json terms(Json entry, String model) {
    for (Json one : entry.at("verdicts").items()) {
      if (one.text("model", "").equals(model)) {
        return one.at("terms");
      }
    }
    return entry.at("missing");
  }

  private static boolean noWorse(Json terms, Json than) {
    boolean cleared =
        level(terms.text("clearance", "")).compareTo(level(than.text("clearance", ""))) >= 0;
    if (base(terms) == 0) {
      return cleared; // own models are inside every trust
    }
    return cleared
        && base(terms) <= base(than)
        && days(terms) <= days(than)
        && (terms.text("training", "").equals("no") || !than.text("training", "").equals("no"))
        && terms.text("jurisdiction", "").equals(than.text("jurisdiction", ""));
  }

  private void outcome(Json entry) {
    Json decided = open.remove(entry.text("exchange", ""));
    if (decided == null) {
      return;
    }
    closed++;
    String model = entry.at("served").text("model", "");
    if (model.isEmpty()) {
      return;
    }
    Json terms = terms(decided, model);
    Level level =
        EntryReader.facts(decided)
            .map(Facts::exposure)
            .map(exposure -> exposure.label().level())
            .orElse(Level.RESTRICTED);
    String provider = model.substring(0, Math.max(0, model.indexOf('/')));
    providers.computeIfAbsent(level.word(), any -> new TreeSet<>()).add(provider);
    if (level.compareTo(Level.CONFIDENTIAL) >= 0 && base(terms) >= EXTERNAL) {
      paths.add(level.word() + " -> " + provider);
    }
    double weight = weight(level);
    weights += weight;
    weighed += weight * risk(terms);
  }

  private static double weight(Level level) {
    return switch (level) {
      case PUBLIC -> 0;
      case INTERNAL -> 1;
      case CONFIDENTIAL -> 4;
      case RESTRICTED -> 16;
    };
  }

  /** How much trust these terms ask for, from 0 to 1: see docs/measures.md. */
  static double risk(Json terms) {
    double risk = base(terms);
    if (risk == 0) {
      return 0;
    }
    risk += days(terms) > LONG_DAYS ? 0.2 : 0;
    risk += terms.text("training", "").equals("no") ? 0 : 0.2;
    risk += terms.text("review", "").equals("valid") ? 0 : 0.1;
    return risk;
  }

  private static double base(Json terms) {
    return switch (terms.text("zone", "")) {
      case "own" -> 0;
      case "private" -> PRIVATE;
      default -> EXTERNAL;
    };
  }

  private static long days(Json terms) {
    long days = terms.integer("retention_days", -1);
    return days < 0 ? Integer.MAX_VALUE : days;
  }

  private static Level level(String word) {
    return Level.of(word).orElse(Level.PUBLIC);
  }

  /** Entries that were read. */
  public long entries() {
    return entries;
  }

  /** Exchanges that came to a decision. */
  public long decisions() {
    return decisions;
  }

  /** Of those, by verdict: permit, hold, deny. */
  public Map<String, Long> verdicts() {
    return Map.copyOf(verdicts);
  }

  /** In how many decisions each rule was among the determining ones. */
  public Map<String, Long> rules() {
    return new TreeMap<>(rules);
  }

  /** Every other entry, by kind; rulings as {@code ruling.QUESTION}. */
  public Map<String, Long> events() {
    return new TreeMap<>(events);
  }

  /** When the last entry of each kind came, of each verdict and each rule, too. */
  public Map<String, Instant> newest() {
    return new TreeMap<>(newest);
  }

  /** Levels and the providers that answered content of them. */
  public Map<String, Set<String>> providers() {
    return new TreeMap<>(providers);
  }

  /** External providers that confidential content or above went to: {@code level -> provider}. */
  public Set<String> paths() {
    return new TreeSet<>(paths);
  }

  /** Decisions with a closing entry, as a share of all; 1 where there are none. */
  public double completeness() {
    return decisions == 0 ? 1 : (double) closed / decisions;
  }

  /**
   * Permits with another candidate on no worse terms, as a share of all; 0 where there are none.
   */
  public double movable() {
    return permits == 0 ? 0 : (double) movable / permits;
  }

  /** The mean risk of the terms that content went to, weighed by its level; 0 where none did. */
  public double residualRisk() {
    return weights == 0 ? 0 : weighed / weights;
  }
}
