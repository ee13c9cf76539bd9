package io.sluice.model;

import java.util.List;

/** No. The verdicts say why, candidate by candidate; empty when it did not come to candidates. */
public record Deny(Fault fault, List<Verdict> verdicts) implements Decision {
  public Deny {
    verdicts = List.copyOf(verdicts);
  }
}
