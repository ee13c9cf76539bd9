package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A decision as it was recorded: what was asked, under which rules, and what came of it.
 *
 * @param said what policy said, as it stands in the entry
 */
public record Judged(ExchangeId exchange, Facts facts, Target target, Ruleset rules, Said said) {

  /**
   * What policy said.
   *
   * @param verdict {@code permit}, {@code hold} or {@code deny}
   * @param verdicts of each candidate, as canonical JSON
   */
  public record Said(String verdict, Bytes verdicts) {
    /** Byte for byte; what waits for a person is refused where there is nobody to ask. */
    public boolean same(Said other) {
      return refused(verdict).equals(refused(other.verdict)) && verdicts.equals(other.verdicts);
    }

    private static String refused(String verdict) {
      return verdict.equals("hold") ? "deny" : verdict;
    }
  }

  /**
   * What {@code entry} says; empty if it is no decision, rests on a person's approval, was cut, or
   * is of a version that did not yet say all that policy can read.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Optional<Judged> of(Json entry) {
    Optional<Facts> facts = EntryReader.facts(entry);
    boolean told = entry.at("verdicts").items().stream().noneMatch(one -> one.at("api").missing());
    boolean decision = entry.text("entry", "").equals("decision");
    boolean byRules =
        entry.text("held", "").isEmpty() || !entry.text("verdict", "").equals("permit");
    if (facts.isEmpty() || !decision || !told || !byRules || !EntryReader.whole(entry)) {
      return Optional.empty();
    }
    Json target = entry.at("target");
    Json rules = entry.at("rules");
    String name = target.text("name", facts.get().traits().call().model());
    return Optional.of(
        new Judged(
            new ExchangeId(entry.text("exchange", "")),
            facts.get(),
            new Target(
                name,
                target.at("pinned").bool(false),
                VerdictText.candidates(entry),
                FactsText.list(target.at("readers"))),
            new Ruleset(
                rules.text("snapshot", ""), rules.text("policy", ""), rules.text("schema", "")),
            new Said(entry.text("verdict", ""), Bytes.utf8(entry.at("verdicts").raw().utf8()))));
  }

  /** What the entry of {@code decision} would say. */
  public static Said said(Decision decision) {
    return switch (decision) {
      case Permit permit -> said("permit", permit.verdicts());
      case Hold hold -> said("hold", hold.verdicts());
      case Deny deny -> said("deny", deny.verdicts());
    };
  }

  private static Said said(String verdict, List<Verdict> verdicts) {
    var text = new EntryText(EntryText.BOUNDLESS);
    VerdictText.write(text, verdicts, new Terms());
    Json written = EntryReader.json(text.done(""));
    return new Said(verdict, Bytes.utf8(written.at("verdicts").raw().utf8()));
  }
}
