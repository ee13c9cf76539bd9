package io.sluice.admin;

import io.sluice.identity.IssuedOperator;
import io.sluice.identity.Operator;
import io.sluice.identity.OperatorRecord;
import io.sluice.identity.Operators;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import java.util.List;
import java.util.Map;

/** The people who operate; every change is recorded. */
public final class ManageOperators {
  private final Operators operators;
  private final Journal journal;
  private final Clock clock;

  /** Over these operators. */
  public ManageOperators(Operators operators, Journal journal, Clock clock) {
    this.operators = operators;
    this.journal = journal;
    this.clock = clock;
  }

  /** Adds one; the token is in the answer and nowhere else. Needs the role admin. */
  public IssuedOperator add(String name, Role role, Operator by) {
    by.require(Role.ADMIN);
    IssuedOperator issued = operators.add(name, role, by.name(), clock.now());
    journal.event("operator.added", by.name(), Map.of("operator", name, "role", role.word()));
    return issued;
  }

  /** All there ever were, oldest first. Needs the role admin. */
  public List<OperatorRecord> list(Operator by) {
    by.require(Role.ADMIN);
    return operators.list();
  }

  /** Ends an operator's token and sessions at once. Needs the role admin. */
  public void revoke(String name, Operator by) {
    by.require(Role.ADMIN);
    operators.revoke(name, clock.now());
    journal.event("operator.revoked", by.name(), Map.of("operator", name));
  }
}
