package io.sluice.approval;

import io.sluice.model.Facts;
import io.sluice.model.Label;
import io.sluice.model.Verdict;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One model taking over from another outside of the trust that the first one had.
 *
 * @param rules that forbid it as long as nobody approves
 * @param reason why, in words
 */
public record Crossing(Verdict from, Verdict to, List<String> rules, String reason) {
  public Crossing {
    rules = List.copyOf(rules);
  }

  /** What a person is asked: for this label, from here, to there, for a while. */
  public Question question(Facts facts) {
    Label label = facts.exposure().masking(to.mask());
    String first = from.candidate().ref().text();
    String second = to.candidate().ref().text();
    var shown = new LinkedHashMap<String, String>();
    shown.put("from", first);
    shown.put("from terms", Showing.terms(from));
    shown.put("to", second);
    shown.put("to terms", Showing.terms(to));
    shown.put("label", label.text());
    shown.put("held", reason);
    return new Question(
        Question.Kind.FALLBACK,
        Asker.of(facts.principal()),
        Binding.fallback(facts.principal().tenant(), first, second),
        rules,
        new Question.Scope(label, List.of(second)),
        shown);
  }
}
