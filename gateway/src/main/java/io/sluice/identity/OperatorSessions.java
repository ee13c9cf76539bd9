package io.sluice.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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

  /** One that is over. */
  record Ended(String operator, String session, String reason) {}

  private final Tokens tokens;
  private final Map<String, Open> open = new HashMap<>();
  private final List<Ended> ended = new ArrayList<>();

  OperatorSessions(Tokens tokens) {
    this.tokens = tokens;
  }

  synchronized OperatorSession open(Operator operator, Instant now) {
    end("expired", session -> session.over(now));
    if (open.size() >= MAX_SESSIONS) { // the one that was idle longest makes room
      open.values().stream()
          .min(Comparator.comparing(Open::lastUse))
          .ifPresent(idle -> end("displaced", idle::equals));
    }
    var token = tokens.fresh(Token.Kind.SESSION);
    var expiresAt = now.plus(LIFE);
    open.put(token.id(), new Open(operator.name(), token.proof(), expiresAt, now));
    return new OperatorSession(operator, token.id(), token.text(), expiresAt);
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
      end("expired", session::equals);
      return Optional.empty();
    }
    open.put(token.id(), session.used(now));
    return Optional.of(session.operator());
  }

  synchronized void close(Token token) {
    var session = open.get(token.id());
    if (session != null && tokens.matches(token, session.proof())) {
      end("closed", session::equals);
    }
  }

  synchronized void closeAll(String operator) {
    end("revoked", session -> session.operator().equals(operator));
  }

  private void end(String reason, Predicate<Open> which) {
    open.entrySet()
        .removeIf(
            entry ->
                which.test(entry.getValue())
                    && ended.add(new Ended(entry.getValue().operator(), entry.getKey(), reason)));
  }

  /** Those that ended and that nobody was told of yet. */
  synchronized List<Ended> takeEnded() {
    var all = List.copyOf(ended);
    ended.clear();
    return all;
  }
}
