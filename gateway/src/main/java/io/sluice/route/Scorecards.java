package io.sluice.route;

import io.sluice.route.Card.Sum;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How each model did on the tenants' own traffic, and what it cost beside what it could have cost:
 * one card per tenant, team, route, day and model. Thread-safe and bounded: beyond {@link
 * #MOST_CARDS} the oldest days go.
 */
public final class Scorecards {
  static final int MOST_CARDS = 50_000;

  private final ConcurrentHashMap<Entry, Card> cards = new ConcurrentHashMap<>();

  /**
   * Which exchanges a card is about.
   *
   * @param route the route or model that was asked for
   * @param model {@code provider/id}
   * @param shadow asked beside the traffic, its answers heard by nobody
   */
  public record Entry(
      String tenant, String team, String route, LocalDate day, String model, boolean shadow) {}

  /**
   * How one exchange ended.
   *
   * @param answered false: no answer came
   * @param declined the model, or its provider's filter, would not
   * @param micros what it cost, in micro-dollars
   * @param firstMillis until the first content; negative: none came
   * @param valid whether tool calls or the demanded form were as they should be; null: there was
   *     nothing to check
   */
  public record Ending(
      boolean answered,
      boolean declined,
      double micros,
      double firstMillis,
      Tokens tokens,
      @Nullable Boolean valid,
      Otherwise otherwise) {}

  /** How much went in and came out. */
  public record Tokens(double input, double output) {}

  /**
   * What the same tokens would have cost elsewhere, in micro-dollars; negative: nobody knows, or
   * nothing else was asked for.
   */
  public record Otherwise(double baseline, double requested) {
    /** Nothing to set it beside. */
    public static final Otherwise NOTHING = new Otherwise(-1, -1);
  }

  /** Takes down how an exchange ended. */
  public void ended(Entry entry, Ending ending) {
    Card card = card(entry);
    if (!ending.answered()) {
      card.add(Sum.FAILED, 1);
      return;
    }
    card.add(Sum.ANSWERED, 1);
    card.add(Sum.DECLINED, ending.declined() ? 1 : 0);
    card.add(Sum.COST, ending.micros());
    card.add(Sum.COST_SQ, ending.micros() * ending.micros());
    card.add(Sum.INPUT, ending.tokens().input());
    card.add(Sum.OUTPUT, ending.tokens().output());
    if (ending.firstMillis() >= 0) {
      card.add(Sum.TIMED, 1);
      card.add(Sum.FIRST, ending.firstMillis());
      card.add(Sum.FIRST_SQ, ending.firstMillis() * ending.firstMillis());
    }
    if (ending.valid() != null) {
      card.add(Sum.CHECKED, 1);
      card.add(Sum.VALID, ending.valid() ? 1 : 0);
    }
    beside(card, ending);
  }

  private static void beside(Card card, Ending ending) {
    if (ending.otherwise().baseline() >= 0) {
      card.add(Sum.BASELINE, ending.otherwise().baseline());
      card.add(Sum.BASELINE_SPENT, ending.micros());
    }
    if (ending.otherwise().requested() >= 0) {
      card.add(Sum.REQUESTED, ending.otherwise().requested());
      card.add(Sum.REQUESTED_SPENT, ending.micros());
    }
  }

  /** Somebody judged an answer, from 0 to 1. */
  public void scored(Entry entry, double score) {
    Card card = card(entry);
    card.add(Sum.SCORED, 1);
    card.add(Sum.SCORE, score);
    card.add(Sum.SCORE_SQ, score * score);
  }

  private Card card(Entry entry) {
    if (cards.size() >= MOST_CARDS && !cards.containsKey(entry)) {
      dropOldest();
    }
    return cards.computeIfAbsent(entry, _ -> new Card());
  }

  private synchronized void dropOldest() {
    cards.keySet().stream()
        .map(Entry::day)
        .min(LocalDate::compareTo)
        .ifPresent(day -> cards.keySet().removeIf(entry -> entry.day().equals(day)));
  }

  /** Puts back what was kept. */
  void restore(Entry entry, List<Double> sums) {
    card(entry).add(sums);
  }

  /** Every card. */
  Map<Entry, Card> all() {
    return Map.copyOf(cards);
  }

  /** The cards that {@code wanted} takes, added up by what {@code key} makes of each. */
  public <K extends Comparable<K>> Map<K, Card> grouped(
      Predicate<Entry> wanted, java.util.function.Function<Entry, K> key) {
    var all = new TreeMap<K, Card>();
    cards.forEach(
        (entry, card) -> {
          if (wanted.test(entry)) {
            all.computeIfAbsent(key.apply(entry), _ -> new Card()).add(card.all());
          }
        });
    return all;
  }
}
