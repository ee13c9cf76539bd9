package io.sluice.policy;

import io.sluice.model.Facts;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Delegation;
import java.util.ArrayList;
import java.util.List;

/** The agents between whoever asks and the gateway, each as if it asked for itself. */
final class Members {
  private Members() {}

  /**
   * One set of facts for each agent of the chain, outermost first. An agent has the tenant, team
   * and roles of whoever it acts for, never more, and its own name; before it stand the agents that
   * called it.
   */
  static List<Facts> of(Facts facts) {
    Delegation delegation = facts.principal().delegation();
    List<String> chain = delegation.chain();
    if (chain.isEmpty()) {
      return List.of();
    }
    var members = new ArrayList<Facts>();
    for (int i = 0; i < chain.size(); i++) {
      Principal asker = facts.principal();
      var agent =
          new Principal(
              asker.tenant(),
              chain.get(i),
              asker.affiliation(),
              asker.grants(),
              asker.allowance(),
              new Delegation(chain.subList(0, i), delegation.session()));
      members.add(facts.by(agent));
    }
    return members;
  }
}
