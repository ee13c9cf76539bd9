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
   * called it. Where the request names agents that nothing proves, whoever asks is among them once
   * more, as if they were proved: so they can make a rule refuse, and none permit.
   */
  static List<Facts> of(Facts facts) {
    Delegation delegation = facts.principal().delegation();
    List<String> chain = delegation.all();
    if (chain.isEmpty()) {
      return List.of();
    }
    var members = new ArrayList<Facts>();
    if (!delegation.claimed().isEmpty()) {
      members.add(by(facts, facts.principal().id(), chain));
    }
    for (int i = 0; i < chain.size(); i++) {
      members.add(by(facts, chain.get(i), chain.subList(0, i)));
    }
    return members;
  }

  private static Facts by(Facts facts, String name, List<String> before) {
    Principal asker = facts.principal();
    var agent =
        new Principal(
            asker.tenant(),
            name,
            asker.affiliation(),
            asker.grants(),
            asker.allowance(),
            new Delegation(before, asker.delegation().session()));
    return facts.by(agent);
  }
}
