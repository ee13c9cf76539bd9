package io.sluice.admin;

import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.Approvers;
import io.sluice.approval.Asker;
import io.sluice.identity.Operator;
import io.sluice.identity.OperatorAuth;
import io.sluice.identity.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The operators that the configuration names, each by name or by role, who have at least the role
 * operator. Never the asker; and where there are two admins or more, never {@code bootstrap}, whose
 * token lies in a file.
 */
public final class NamedApprovers implements Approvers {
  private static final int PEOPLE = 2;

  private final OperatorAuth operators;
  private final UnaryOperator<String> keyNames;
  private final Supplier<ApprovalSettings> settings;

  /**
   * @param keyNames the name of the caller key of an id; the id where there is none
   */
  public NamedApprovers(
      OperatorAuth operators, UnaryOperator<String> keyNames, Supplier<ApprovalSettings> settings) {
    this.operators = operators;
    this.keyNames = keyNames;
    this.settings = settings;
  }

  @Override
  public Optional<String> objection(String operator, Asker asker) {
    return operators
        .live(operator)
        .map(one -> objection(one, asker))
        .orElse(Optional.of("there is no operator of that name"));
  }

  private Optional<String> objection(Operator operator, Asker asker) {
    if (!named(operator)) {
      return Optional.of("'approvals.approvers' names neither this operator nor the role");
    }
    if (!operator.role().covers(Role.OPERATOR)) {
      return Optional.of("an approver needs the role operator");
    }
    if (asks(operator.name(), asker)) {
      return Optional.of("whoever asks cannot approve");
    }
    if (operator.name().equals(Operator.BOOTSTRAP) && operators.count(Role.ADMIN) >= PEOPLE) {
      return Optional.of("'bootstrap' approves nothing where there is another admin");
    }
    return Optional.empty();
  }

  private boolean named(Operator operator) {
    List<String> approvers = settings.get().approvers();
    return approvers.contains(operator.name()) || approvers.contains(operator.role().word());
  }

  private boolean asks(String name, Asker asker) {
    return name.equals(asker.principal())
        || name.equals(keyNames.apply(asker.principal()))
        || asker.chain().contains(name);
  }

  @Override
  public boolean anyFor(Asker asker) {
    return operators.all().stream().anyMatch(one -> objection(one, asker).isEmpty());
  }
}
