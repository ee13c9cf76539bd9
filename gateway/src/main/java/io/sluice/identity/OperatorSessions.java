package io.sluice.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The open sessions. In memory only: after a restart operators sign in again. */
final class OperatorSessions {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final Duration IDLE = Duration.ofHours(1);
  private static final int MAX_SESSIONS = 1_000;

  private record Open(String operator, Proof proof, Instant expiresAt, Instant lastUse) {
    Open used(Instant now) {
      return new Open(operator, proof, expiresAt, now);
    }

    boolean over(Instant now) {
      return !now.isBefore(expiresAt) || !now.isBefore(lastUse.plus(IDLE));
    }
  }

  private final Tokens tokens;
  private final Map<String, Open> open = new HashMap<>();

  OperatorSessions(Tokens tokens) {
    this.tokens = tokens;
  }

  synchronized OperatorSession open(Operator operator, Instant now) {
    open.values().removeIf(session -> session.over(now));
    if (open.size() >= MAX_SESSIONS) { // the one that was idle longest makes room
      open.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().lastUse()))
          .map(Map.Entry::getKey)
          .ifPresent(open::remove);
    }
    var token = tokens.fresh(Token.Kind.SESSION);
    var expiresAt = now.plus(LIFE);
    open.put(token.id(), new Open(operator.name(), token.proof(), expiresAt, now));
    return new OperatorSession(operator, token.text(), expiresAt);
  }

  /** The name of the operator whose session this is. */
  synchronized Optional<String> holder(Token token, Instant now) {
    var session = open.get(token.id());
    if (session == null) {
      tokens.matchNobody(token);
      return Optional.empty();
    }
    if (!tokens.matches(token, session.proof())) {
      return Optional.empty();
    }
    if (session.over(now)) {
      open.remove(token.id());
      return Optional.empty();
    }
    open.put(token.id(), session.used(now));
    return Optional.of(session.operator());
  }

  synchronized void close(Token token) {
    var session = open.get(token.id());
    if (session != null && tokens.matches(token, session.proof())) {
      open.remove(token.id());
    }
  }

  synchronized void closeAll(String operator) {
    open.values().removeIf(session -> session.operator().equals(operator));
  }
}
