package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Plan;
import io.sluice.model.Posting;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the record: one decision per exchange, a ruling for every further question put to policy,
 * and exactly one closing entry. Fails closed: what cannot be recorded is not done. Thread-safe.
 */
public final class Recorder {
  /** The most an entry may have. */
  public static final int MOST_BYTES = 65_535;

  private final EntryLog log;
  private final Clock clock;
  private final Entries entries;
  private final RefusalCounts counts = new RefusalCounts();
  private final TurnedAway turnedAway = new TurnedAway();
  private final AtomicLong lost = new AtomicLong();

  /**
   * A recorder onto {@code log}.
   *
   * @param build version of this gateway, stamped into every entry
   */
  public Recorder(EntryLog log, String build, Clock clock) {
    this.log = log;
    this.clock = clock;
    this.entries = new Entries(log.name(), build, clock, this::aside);
  }

  /**
   * Records a permit, its plan and the money set aside; durable when this returns, unless {@code
   * basis} says that recording overlaps.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public Decided decided(ExchangeId exchange, Facts facts, Plan plan, Basis basis) {
    Bytes entry = entries.permit(exchange, facts, plan, basis);
    var decided = new Decided(exchange, log.name(), submit(entry), basis.overlapped());
    if (!basis.overlapped()) {
      decided.durable();
    }
    return decided;
  }

  /**
   * Records a Deny; durable when this returns.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public Refused decided(ExchangeId exchange, Facts facts, Deny deny, Basis basis) {
    return refused(exchange, facts, deny, basis);
  }

  /**
   * Records a Hold; durable when this returns.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public Refused decided(ExchangeId exchange, Facts facts, Hold hold, Basis basis) {
    return refused(exchange, facts, hold, basis);
  }

  private Refused refused(ExchangeId exchange, Facts facts, Decision decision, Basis basis) {
    Bytes entry = entries.refusal(exchange, facts, decision, basis);
    var refused = new Refused(exchange, log.name(), submit(entry));
    refused.durable();
    return refused;
  }

  /**
   * Records the answer to a further question; durable when this returns.
   *
   * @return its receipt
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public String ruling(Decided decided, Ruling ruling) {
    return ruling(decided, ruling, "");
  }

  /** The same where a person has a part in it: the approval it rests on, or waits for. */
  public String ruling(Decided decided, Ruling ruling, String approval) {
    return append(entries.ruling(decided.exchange(), ruling, approval));
  }

  /**
   * Records what would have been answered in modes that are not in force, mildest first; durable
   * when this returns.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public void observed(Decided decided, Ruling ruling, List<String> wouldStop) {
    String receipt = append(entries.observed(decided.exchange(), ruling, wouldStop));
    assert !receipt.isEmpty();
  }

  /**
   * Records how the exchange ended, without waiting for the disk. If the log refuses the entry,
   * that is counted, and the next start closes the exchange as unknown.
   *
   * @throws IllegalStateException if it was closed before: that is a bug
   */
  public void closed(Recorded recorded, Closing closing) {
    if (!recorded.close()) {
      throw new IllegalStateException("an exchange has one closing entry");
    }
    offer(entries.outcome(recorded.exchange(), closing));
  }

  /** Records, or counts, an exchange that ended before its decision; does not wait. */
  public void refused(Refusal refusal) {
    if (refusal.facts() != null) {
      offer(entries.ended(refusal, refusal.facts()));
    } else {
      turnedAway.add(refusal);
      counts.add(refusal, clock.now().toEpochMilli()).forEach(this::offer);
    }
  }

  /** A refusal that was counted, if it is one of the latest. */
  public Optional<Refusal> turnedAway(ExchangeId exchange) {
    return turnedAway.find(exchange);
  }

  /**
   * Records a change; durable when this returns.
   *
   * @return its receipt
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public String changed(Change change) {
    return append(entries.change(change));
  }

  /** Records a change without waiting for the disk; one that is not taken is counted. */
  public void noted(Change change) {
    offer(entries.change(change));
  }

  /**
   * Closes exchanges that a crash left open, each charged with all that was set aside for it;
   * durable when this returns.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  public void sweep(List<Posting.Opened> open) {
    EntryLog.@Nullable Pending last = null;
    for (Posting.Opened opened : open) {
      last = submit(entries.unknown(opened));
    }
    if (last != null) {
      await(last);
    }
  }

  /** Enters the counted refusals of minutes that are over; to be called every few seconds. */
  public void tick() {
    counts.over(clock.now().toEpochMilli()).forEach(this::offer);
  }

  /** Enters all counted refusals; to be called once, before the log is closed. */
  public void flush() {
    counts.all().forEach(this::offer);
  }

  /** Entries that the log did not take and nobody waited for. Above zero is an alarm. */
  public long lost() {
    return lost.get();
  }

  /** Where it cannot be kept the entry still has count, beginning and hash of what was cut. */
  private String aside(Bytes whole) {
    try {
      return log.attach(whole);
    } catch (IOException e) {
      return "";
    }
  }

  private void offer(RefusalCounts.Count count) {
    offer(entries.counted(count));
  }

  private void offer(Bytes entry) {
    try {
      log.submitLater(entry);
    } catch (IOException e) {
      lost.incrementAndGet();
    }
  }

  private String append(Bytes entry) {
    return log.name() + "/" + await(submit(entry));
  }

  private EntryLog.Pending submit(Bytes entry) {
    try {
      return log.submit(entry);
    } catch (IOException e) {
      throw Recorded.unavailable().stop();
    }
  }

  private static long await(EntryLog.Pending pending) {
    try {
      return pending.await();
    } catch (IOException e) {
      throw Recorded.unavailable().stop();
    }
  }
}
