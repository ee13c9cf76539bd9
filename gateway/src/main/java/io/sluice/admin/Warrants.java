package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.policy.Leave;
import io.sluice.policy.Official;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks policy whether an operator may do what the role reaches: {@code viewRecord} of a part of the
 * record, {@code administer} of an operation. A no is recorded. A bundle whose schema declares
 * neither leaves it to the roles.
 */
public final class Warrants {
  private final Policy policy = new Policy();
  private final Supplier<Rules> rules;
  private final Journal journal;
  private final Clock clock;

  /** Under the rules in force when it is asked. */
  public Warrants(Supplier<Rules> rules, Journal journal, Clock clock) {
    this.rules = rules;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Goes on only if policy lets this operator look at that part of the record.
   *
   * @param kind such as {@code exchange} or {@code payload}
   * @throws io.sluice.model.Stop POLICY_DENIED, with the rules that may be named
   */
  public void view(Operator operator, String kind) {
    Rules now = rules.get();
    demand(operator, "viewRecord " + kind, policy.view(official(operator), kind, now), now);
  }

  /**
   * Goes on only if policy lets this operator do that.
   *
   * @param operation such as {@code keys.create}
   * @throws io.sluice.model.Stop POLICY_DENIED, with the rules that may be named
   */
  public void administer(Operator operator, String operation) {
    Rules now = rules.get();
    Leave leave = policy.administer(official(operator), operation, now);
    demand(operator, "administer " + operation, leave, now);
  }

  private Official official(Operator operator) {
    return new Official(operator.name(), operator.role().word(), clock.now());
  }

  private void demand(Operator operator, String question, Leave leave, Rules rules) {
    if (leave.allowed()) {
      return;
    }
    String ids = String.join(" ", leave.rules());
    var details =
        Map.of(
            "question",
            question,
            "role",
            operator.role().word(),
            "rules",
            ids,
            "policy",
            rules.id());
    journal.event("operator.denied", operator.name(), details);
    throw Fault.of(Code.POLICY_DENIED, "policy does not let you do this: " + leave.reason())
        .naming(rules.shown(leave.rules()))
        .stop();
  }
}
