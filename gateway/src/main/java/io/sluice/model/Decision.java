package io.sluice.model;

import java.util.List;

/** What policy decided about an exchange. */
public sealed interface Decision permits Permit, Hold, Deny {
  /** What it says of each candidate, in the target's order. */
  List<Verdict> verdicts();
}
