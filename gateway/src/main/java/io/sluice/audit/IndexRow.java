package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the index holds of one entry. Empty texts and lists: the entry does not say. */
public record IndexRow(
    ExchangeId exchange, long index, long at, Asked asked, Decision decision, Outcome outcome) {

  /** Who asked for what. */
  public record Asked(
      String tenant, String principal, String team, String model, String level, Kin kin) {
    static final Asked NOTHING = new Asked("", "", "", "", "", new Kin("", "", "", ""));
  }

  /** What the exchange belongs to. */
  public record Kin(String session, String trace, String parent, String subject) {}

  /**
   * What was decided, by which rules.
   *
   * @param origins exchanges that content of this one was seen in before
   */
  public record Decision(String verdict, List<String> rules, List<String> origins) {
    static final Decision NOTHING = new Decision("", List.of(), List.of());

    public Decision {
      rules = List.copyOf(rules);
      origins = List.copyOf(origins);
    }
  }

  /**
   * How it ended.
   *
   * @param code of the fault; empty: none
   * @param cost in micro-dollars
   */
  public record Outcome(String kind, String code, String served, long cost, List<Call> calls) {
    static final Outcome NOTHING = new Outcome("", "", "", 0, List.of());

    public Outcome {
      calls = List.copyOf(calls);
    }
  }

  /** One request to a provider. {@code model}: {@code provider/id}; cost in micro-dollars. */
  public record Call(String model, String upstreamId, long input, long output, long cost) {
    /** The provider's name. */
    public String provider() {
      int slash = model.indexOf('/');
      return slash < 0 ? model : model.substring(0, slash);
    }
  }

  /** This and what a later entry of the same exchange says, as one row. */
  IndexRow and(IndexRow later) {
    return new IndexRow(
        exchange,
        later.index,
        at,
        asked.equals(Asked.NOTHING) ? later.asked : asked,
        decision.equals(Decision.NOTHING) ? later.decision : decision,
        later.closes() ? later.outcome : outcome);
  }

  /** True if this is how the exchange ended. */
  public boolean closes() {
    return !outcome.kind().isEmpty();
  }

  /** The row of an entry; empty for one that is of no single exchange. */
  public static Optional<IndexRow> of(long index, Json entry) {
    String exchange = entry.text("exchange", "");
    if (exchange.isEmpty()) {
      return Optional.empty();
    }
    String kind = entry.text("entry", "");
    return switch (kind) {
      case "decision", "refusal", "outcome", "outcome.unknown" ->
          Optional.of(
              new IndexRow(
                  new ExchangeId(exchange),
                  index,
                  FactsText.number(entry, "at"),
                  asked(entry),
                  decision(entry),
                  outcome(kind, entry)));
      default -> Optional.empty();
    };
  }

  private static Asked asked(Json entry) {
    Json facts = entry.at("facts");
    if (facts.missing()) {
      return Asked.NOTHING;
    }
    Json principal = facts.at("principal");
    Json origin = entry.at("origin");
    var kin =
        new Kin(
            origin.text("session", ""),
            origin.text("trace", ""),
            origin.text("parent", ""),
            origin.text("subject", ""));
    return new Asked(
        principal.text("tenant", ""),
        principal.text("id", ""),
        principal.text("team", ""),
        facts.at("traits").text("model", ""),
        FactsText.level(facts).word(),
        kin);
  }

  private static Decision decision(Json entry) {
    String verdict = entry.text("verdict", "");
    var rules = new TreeSet<String>();
    for (Json one : entry.at("verdicts").items()) {
      rules.addAll(FactsText.list(one.at("rules")));
    }
    return new Decision(verdict, List.copyOf(rules), Descent.origins(entry));
  }

  private static Outcome outcome(String kind, Json entry) {
    Json refusal = entry.at("refusal");
    return switch (kind) {
      case "outcome" -> outcome(entry);
      case "outcome.unknown" -> new Outcome("unknown", "", "", charged(entry), List.of());
      case "refusal" -> new Outcome("refused", refusal.text("code", ""), "", 0, List.of());
      default -> Outcome.NOTHING;
    };
  }

  private static long charged(Json entry) {
    return entry.at("budget").integer("charged", 0);
  }

  private static Outcome outcome(Json entry) {
    Json outcome = entry.at("outcome");
    var calls = new ArrayList<Call>();
    for (Json one : entry.at("tries").items()) {
      Json usage = one.at("usage");
      calls.add(
          new Call(
              one.text("model", ""),
              one.text("upstream_id", ""),
              usage.integer("input", 0)
                  + usage.integer("cache_read", 0)
                  + usage.integer("cache_write", 0),
              usage.integer("output", 0),
              usage.integer("cost", 0)));
    }
    return new Outcome(
        outcome.text("kind", ""),
        outcome.at("fault").text("code", ""),
        entry.at("served").text("model", ""),
        entry.at("usage").integer("cost", 0),
        calls);
  }
}
