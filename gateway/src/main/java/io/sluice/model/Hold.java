package io.sluice.model;

import java.util.List;

/**
 * A person must approve first.
 *
 * @param approval the id to ask for; empty as long as nobody was asked
 * @param verdicts why it is held, candidate by candidate
 * @param whenApproved what would be permitted under the same rules without the ones that a person
 *     may lift: nothing else becomes of a Hold
 */
public record Hold(String approval, Fault fault, List<Verdict> verdicts, Permit whenApproved)
    implements Decision {
  public Hold {
    verdicts = List.copyOf(verdicts);
  }

  /** The rules that a person is asked to lift, sorted: those that hold what would be permitted. */
  public List<String> rules() {
    return verdicts.stream()
        .filter(verdict -> whenApproved.allows(verdict.candidate().ref()))
        .flatMap(verdict -> verdict.rules().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
