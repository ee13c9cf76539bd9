package io.sluice.identity;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Adds, lists and revokes operators. Nobody has a password; tokens are shown once. */
public final class Operators {
  private final OperatorStore store;
  private final OperatorAuth auth;
  private final Tokens tokens;

  /**
   * @param auth is told of every change
   */
  public Operators(OperatorStore store, OperatorAuth auth, Tokens tokens) {
    this.store = store;
    this.auth = auth;
    this.tokens = tokens;
  }

  /**
   * Adds an operator, whose token works as soon as this returns.
   *
   * @param by the name of the operator who does this
   * @throws io.sluice.model.Stop {@code invalid_request} for a bad name, {@code conflict} for one
   *     that is taken or reserved
   */
  public IssuedOperator add(String name, Role role, String by, Instant now) {
    Wording.name("name", name);
    if (name.equals(Operator.BOOTSTRAP)) {
      throw Fault.of(Code.CONFLICT, "the name 'bootstrap' is reserved").stop();
    }
    return issue(name, role, by, now);
  }

  /** All operators there ever were, revoked ones included, oldest first. */
  public List<OperatorRecord> list() {
    return store.all();
  }

  /**
   * Ends an operator's token and sessions at once: first in memory, so that they are dead even if
   * the store fails (then this fails too, and has to be repeated before the next start). {@code
   * bootstrap} comes back at the next start, with a new token.
   *
   * @throws io.sluice.model.Stop {@code not_found} if there is no such live operator
   */
  public void revoke(String name, Instant now) {
    auth.revoked(name); // before waiting for anybody
    if (!end(name, now)) {
      throw Fault.of(Code.NOT_FOUND, "there is no operator of that name").stop();
    }
  }

  /** Gives {@code bootstrap} a new token; the old one, if there was one, stops working. */
  IssuedOperator renewBootstrap(Instant now) {
    end(Operator.BOOTSTRAP, now);
    return issue(Operator.BOOTSTRAP, Role.ADMIN, Operator.BOOTSTRAP, now);
  }

  /** One at a time with {@link #issue}: memory must end as the store does. */
  private synchronized boolean end(String name, Instant now) {
    boolean ended = store.revoke(name, now.truncatedTo(ChronoUnit.MILLIS));
    auth.revoked(name);
    return ended;
  }

  private synchronized IssuedOperator issue(String name, Role role, String by, Instant now) {
    var token = tokens.fresh(Token.Kind.OPERATOR);
    var moment = now.truncatedTo(ChronoUnit.MILLIS);
    var operator = new OperatorRecord(token.id(), name, role, token.proof(), moment, by, null);
    store.add(operator);
    auth.added(operator);
    return new IssuedOperator(operator, token.text());
  }
}
