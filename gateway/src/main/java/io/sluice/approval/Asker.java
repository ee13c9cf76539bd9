package io.sluice.approval;

import io.sluice.model.Principal;
import java.util.List;

/**
 * Who asks for an approval, and so may not give it.
 *
 * @param principal a caller key's id, or an operator's name
 * @param chain the agents between, outermost first
 */
public record Asker(String tenant, String principal, List<String> chain) {
  public Asker {
    chain = List.copyOf(chain);
  }

  /** Whoever sent an exchange. */
  public static Asker of(Principal principal) {
    return new Asker(principal.tenant(), principal.id(), principal.delegation().all());
  }

  /** An operator. */
  public static Asker operator(String name) {
    return new Asker("", name, List.of());
  }
}
