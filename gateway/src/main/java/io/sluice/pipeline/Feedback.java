package io.sluice.pipeline;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.route.Learned;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What callers say of answers they got: recorded, and learned from. A score counts for the model
 * that answered, at the kind of task it was, for the caller's own tenant.
 */
public final class Feedback {
  /** The type of the entry in the record. */
  public static final String ENTRY = "feedback.given";

  private static final int MOST_REMEMBERED = 50_000;
  private static final int MOST_COMMENT_CHARS = 4_000;

  private final Exchanges exchanges;
  private final Recorder recorder;
  private final Learned learned;
  private final ReadWriteLock keeping = new ReentrantReadWriteLock();
  private final Map<String, Boolean> judged =
      new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Where exchanges of the past are looked up. */
  @FunctionalInterface
  public interface Exchanges {
    /** One that was answered; empty: there is none, or no model answered. */
    Optional<Judged> find(ExchangeId exchange);
  }

  /** An exchange that can be judged, and the day it was. */
  public record Judged(Learned.Seen seen, LocalDate day) {}

  /**
   * What somebody says of an answer.
   *
   * @param score from 0, bad, to 1, good
   * @param comment may be empty; only that there was one goes into the record
   */
  public record Opinion(ExchangeId exchange, double score, String comment) {
    public Opinion {
      if (!(score >= 0 && score <= 1)) {
        throw Fault.of(Code.INVALID_REQUEST, "'score' must be a number from 0 to 1").stop();
      }
      if (comment.length() > MOST_COMMENT_CHARS) {
        throw Fault.of(Code.INVALID_REQUEST, "'comment' has at most 4000 characters").stop();
      }
    }
  }

  /** Looks exchanges up in {@code exchanges}, and records with {@code recorder}. */
  public Feedback(Exchanges exchanges, Recorder recorder, Learned learned) {
    this.exchanges = exchanges;
    this.recorder = recorder;
    this.learned = learned;
  }

  /**
   * Takes an opinion; durable when this returns.
   *
   * @return the receipt of its entry
   * @throws io.sluice.model.Stop NOT_FOUND if the principal's tenant had no such answer, CONFLICT
   *     if it was judged before
   */
  public String give(Principal principal, Opinion opinion) {
    Judged found =
        exchanges
            .find(opinion.exchange())
            .filter(one -> one.seen().tenant().equals(principal.tenant()))
            .orElseThrow(() -> Fault.of(Code.NOT_FOUND, "no answered exchange has this id").stop());
    synchronized (judged) {
      if (judged.putIfAbsent(opinion.exchange().value(), true) != null) {
        throw Fault.of(Code.CONFLICT, "this exchange was judged before").stop();
      }
    }
    keeping.readLock().lock();
    try {
      String receipt =
          recorder.changed(new Change(ENTRY, principal.id(), "", "", details(opinion, found)));
      learned.scored(found.seen(), opinion.score(), found.day());
      return receipt;
    } finally {
      keeping.readLock().unlock();
    }
  }

  private static Map<String, String> details(Opinion opinion, Judged found) {
    return Map.of(
        "exchange", opinion.exchange().value(),
        "tenant", found.seen().tenant(),
        "model", found.seen().candidate().ref().text(),
        "task", found.seen().task().text(),
        "score", Double.toString(opinion.score()),
        "comment_chars", Integer.toString(opinion.comment().length()));
  }

  /** Does {@code work} while no opinion is between the record and what was learned of it. */
  public void between(Runnable work) {
    keeping.writeLock().lock();
    try {
      work.run();
    } finally {
      keeping.writeLock().unlock();
    }
  }
}
