package io.sluice.model;

import java.util.List;

/** A person must approve first. {@code approval} is the id to ask for. */
public record Hold(String approval, Fault fault, List<Verdict> verdicts) implements Decision {
  public Hold {
    verdicts = List.copyOf(verdicts);
  }
}
