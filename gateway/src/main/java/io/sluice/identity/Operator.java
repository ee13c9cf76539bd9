package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;

/** A person or script that operates the gateway, as proved by a token or a session. */
public record Operator(String name, Role role) {
  /** The name of the operator that {@link AdminToken} keeps; nobody else may take it. */
  public static final String BOOTSTRAP = "bootstrap";

  /**
   * Goes on only if this operator may do what {@code needed} may.
   *
   * @throws io.sluice.model.Stop {@code forbidden}, naming the role that is needed
   */
  public void require(Role needed) {
    if (!role.covers(needed)) {
      throw Fault.of(Code.FORBIDDEN, "this needs the role " + needed.word()).stop();
    }
  }
}
