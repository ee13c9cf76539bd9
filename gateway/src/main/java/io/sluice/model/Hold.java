package io.sluice.model;

import io.sluice.model.Candidate.ModelRef;
import java.util.List;

/**
 * A person must approve first.
 *
 * @param approval the id to ask for; empty as long as nobody was asked
 * @param verdicts why it is held, candidate by candidate: those that a person may approve of say so
 */
public record Hold(String approval, Fault fault, Target target, List<Verdict> verdicts)
    implements Decision {
  public Hold {
    verdicts = List.copyOf(verdicts);
  }

  /** What a person may approve of. */
  public List<Verdict> approvable() {
    return verdicts.stream().filter(Verdict::approvable).toList();
  }

  /** The models a person may approve of, as {@code provider/id}. */
  public List<String> models() {
    return approvable().stream()
        .map(Verdict::candidate)
        .map(Candidate::ref)
        .map(ModelRef::text)
        .toList();
  }

  /** The rules that a person is asked to set aside, sorted. */
  public List<String> rules() {
    return approvable().stream()
        .flatMap(verdict -> verdict.rules().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
