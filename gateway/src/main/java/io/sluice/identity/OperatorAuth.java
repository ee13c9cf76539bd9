package io.sluice.identity;

import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says who operates, by token or by session. Pure memory, kept by {@link Operators}: an operator
 * who was revoked is refused by the very next call, in every session too.
 */
public final class OperatorAuth {
  private static final Fault REFUSED =
      Fault.of(Code.UNAUTHENTICATED, "no valid operator token or session");

  /** The live operators by id and by name; swapped whole. */
  private record Roster(Map<String, OperatorRecord> byId, Map<String, OperatorRecord> byName) {}

  private final Tokens tokens;
  private final Clock clock;
  private final SessionWatch watch;
  private final OperatorSessions sessions;
  private volatile Roster roster = new Roster(Map.of(), Map.of());

  /** Knows those of {@code operators} that are not revoked, and what it is told of later. */
  public OperatorAuth(List<OperatorRecord> operators, Tokens tokens, Clock clock) {
    this(operators, tokens, clock, SessionWatch.NONE);
  }

  /** The same, with somebody who is told of sessions. */
  public OperatorAuth(
      List<OperatorRecord> operators, Tokens tokens, Clock clock, SessionWatch watch) {
    this.tokens = tokens;
    this.clock = clock;
    this.watch = watch;
    this.sessions = new OperatorSessions(tokens);
    for (OperatorRecord operator : operators) {
      if (operator.revokedAt() == null) {
        added(operator);
      }
    }
  }

  /**
   * Whose operator token or session token this is.
   *
   * @throws io.sluice.model.Stop {@code unauthenticated} if it is nobody's
   */
  public Operator identify(Secret presented) {
    byte[] text = presented.openBytes();
    var token = Token.read(Token.Kind.OPERATOR, text);
    if (token != null) {
      return byToken(token);
    }
    var session = Token.read(Token.Kind.SESSION, text);
    if (session == null) {
      throw REFUSED.stop();
    }
    var holder = sessions.holder(session, clock.now());
    tellEnded();
    return holder.flatMap(this::live).orElseThrow(REFUSED::stop);
  }

  /**
   * Opens a session for somebody just identified: for the console, whose cookie must not be the
   * operator's token.
   */
  public OperatorSession open(Operator operator) {
    var session = sessions.open(operator, clock.now());
    tellEnded();
    watch.opened(operator.name(), session.id(), session.expiresAt());
    return session;
  }

  /** Ends a session; nothing happens if it is none. */
  public void close(Secret session) {
    var token = Token.read(Token.Kind.SESSION, session.openBytes());
    if (token != null) {
      sessions.close(token);
      tellEnded();
    }
  }

  private void tellEnded() {
    sessions.takeEnded().forEach(one -> watch.ended(one.operator(), one.session(), one.reason()));
  }

  /** The live operator of that name. */
  public Optional<Operator> live(String name) {
    return Optional.ofNullable(roster.byName.get(name)).map(OperatorRecord::operator);
  }

  /** Every live operator. */
  public List<Operator> all() {
    return roster.byName.values().stream().map(OperatorRecord::operator).toList();
  }

  /** How many live operators have that role; approvals treat {@code bootstrap} by it. */
  public int count(Role role) {
    int count = 0;
    for (OperatorRecord operator : roster.byName.values()) {
      count += operator.role() == role ? 1 : 0;
    }
    return count;
  }

  /** From now on this operator is known. */
  public void added(OperatorRecord operator) {
    change(operator.name(), operator);
  }

  /** From now on nobody of that name is known, and every session under it is over. */
  public void revoked(String name) {
    change(name, null);
    sessions.closeAll(name);
    tellEnded();
  }

  private Operator byToken(Token token) {
    var operator = roster.byId.get(token.id());
    if (operator == null) {
      tokens.matchNobody(token);
      throw REFUSED.stop();
    }
    if (!tokens.matches(token, operator.proof())) {
      throw REFUSED.stop();
    }
    return operator.operator();
  }

  private synchronized void change(String name, @Nullable OperatorRecord operator) {
    var byName = new HashMap<>(roster.byName);
    if (operator == null) {
      byName.remove(name);
    } else {
      byName.put(name, operator);
    }
    var byId = new HashMap<String, OperatorRecord>();
    byName.values().forEach(each -> byId.put(each.id(), each));
    roster = new Roster(Map.copyOf(byId), Map.copyOf(byName));
  }
}
