package io.sluice.approval;

import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;

/** Settles a decision that waits for a person. */
public final class Approvals {
  private final Approvers approvers;

  /** With these people to ask. */
  public Approvals(Approvers approvers) {
    this.approvers = approvers;
  }

  /** The decision itself, unless it is a Hold that nobody could approve: that is a Deny. */
  public Decision settle(Decision decision, Facts facts) {
    if (decision instanceof Hold hold && !approvers.anyFor(facts)) {
      var message = "this needs an approval, and nobody is named who could give it";
      return new Deny(
          Fault.of(Code.POLICY_DENIED, message).naming(hold.fault().details()), hold.verdicts());
    }
    return decision;
  }
}
