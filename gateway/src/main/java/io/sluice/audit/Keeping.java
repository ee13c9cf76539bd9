package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what tapes took down: one thread behind a bounded queue. An exchange never waits for it;
 * what it cannot take is told to the record.
 */
public final class Keeping implements AutoCloseable {
  private final BlockingQueue<Tape> queue;
  private final KeepingSettings settings;
  private final @Nullable Stores stores;
  private final RandomGenerator random;
  private final Consumer<ExchangeId> incomplete;
  private final BlockingQueue<Naming> names;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  /** A surrogate that is to be remembered. */
  private record Naming(String tenant, String subject, String surrogate) {
    /** A person's name is nobody's business here. */
    @Override
    public String toString() {
      return "Naming[" + surrogate + "]";
    }
  }

  /** Where things are kept, and what makes prints of texts. */
  public record Stores(
      PayloadStore payloads, Custody custody, Fingerprints fingerprints, Backlog backlog) {}

  /**
   * @param stores null: nothing is kept
   * @param random the source of salts: a {@code SecureRandom}, except in tests
   * @param incomplete told of every exchange that was taken and could not be written whole
   */
  public Keeping(
      KeepingSettings settings,
      @Nullable Stores stores,
      RandomGenerator random,
      Consumer<ExchangeId> incomplete) {
    this.settings = settings;
    this.stores = stores;
    this.random = random;
    this.incomplete = incomplete;
    this.queue = new ArrayBlockingQueue<>(settings.exchanges());
    this.names = new ArrayBlockingQueue<>(settings.exchanges());
    this.thread = Thread.ofPlatform().name("keeping").daemon().unstarted(this::run);
  }

  /** One that takes everything and keeps nothing, for a gateway without stores. */
  public static Keeping nothing(RandomGenerator random) {
    return new Keeping(KeepingSettings.DEFAULT, null, random, exchange -> {});
  }

  /**
   * Writes what an earlier process left, then begins.
   *
   * @throws Stop RECORD_UNAVAILABLE if that cannot be written: it is there for the next start
   */
  public void start() {
    if (stores != null) {
      recover(stores);
    }
    thread.start();
  }

  private static void recover(Stores into) {
    var left = new LinkedHashMap<ExchangeId, Showing>();
    for (Bytes one : into.backlog().left()) {
      Showing.read(one)
          .ifPresent(showing -> left.merge(showing.owner().exchange(), showing, Showing::and));
    }
    left.keySet().removeIf(exchange -> into.custody().salt(exchange).isPresent());
    var all = left.values().stream().map(one -> one.sighting(into.fingerprints())).toList();
    into.custody().add(all);
    into.backlog().clear();
  }

  /** Keeps what an exchange shows until it is in custody. */
  Backlog.Waiting keep(Showing showing) {
    return stores == null ? Backlog.Waiting.NOTHING : stores.backlog().keep(showing.written());
  }

  /** A tape for one exchange. */
  public Tape tape(Tape.Reel reel) {
    byte[] salt = new byte[Commitment.SALT_BYTES];
    random.nextBytes(salt);
    return new Tape(this, reel, Bytes.owning(salt));
  }

  /** Remembers what a surrogate stands for, before anything of that person is written. */
  public boolean name(String tenant, String subject, String surrogate) {
    return stores != null && names.offer(new Naming(tenant, subject, surrogate));
  }

  boolean offer(Tape tape) {
    if (stores == null) {
      tape.over();
      return true;
    }
    if (closing || !queue.offer(tape)) {
      lost.incrementAndGet();
      return false;
    }
    taken.incrementAndGet();
    return true;
  }

  boolean hold(long bytes) {
    if (held.addAndGet(bytes) > settings.bytes()) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  int answerBytes() {
    return settings.answerBytes();
  }

  /** Exchanges of which nothing could be kept. Above zero is worth a look. */
  public long lost() {
    return lost.get();
  }

  /** Bytes of content in memory that are not written yet. */
  public long waiting() {
    return held.get();
  }

  /** Waits until all that was taken before is written; false: it took longer than that. */
  public boolean settled(Duration patience) {
    long goal = taken.get();
    long until = System.nanoTime() + patience.toNanos();
    while (written.get() < goal) {
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      LockSupport.parkNanos(this, 1_000_000);
    }
    return true;
  }

  private void run() {
    Stores into = Objects.requireNonNull(stores, "what keeps nothing is not started");
    var batch = new ArrayList<Tape>(settings.batch());
    while (!closing || !queue.isEmpty()) {
      Tape first = next();
      if (first != null) {
        batch.add(first);
        if (!closing && queue.size() < settings.batch() - 1) {
          LockSupport.parkNanos(this, settings.linger().toNanos()); // one commit for all that come
        }
        queue.drainTo(batch, settings.batch() - 1);
        write(batch, into);
        written.addAndGet(batch.size());
        batch.clear();
      }
    }
  }

  private @Nullable Tape next() {
    try {
      return queue.poll(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread in this house", e);
    }
  }

  private void write(List<Tape> batch, Stores into) {
    names(into);
    var payloads = new LinkedHashMap<Tape, Payload>();
    var sightings = new ArrayList<Sighting>(batch.size());
    var failed = new HashSet<Tape>();
    for (Tape tape : batch) {
      try {
        Payload payload = tape.payload();
        if (payload != null) {
          payloads.put(tape, payload);
        }
        sightings.add(tape.sighting(into.fingerprints()));
      } catch (RuntimeException e) {
        failed.add(tape);
      }
    }
    failed.addAll(put(payloads, into.payloads()));
    try {
      into.custody().add(sightings);
    } catch (Stop e) {
      failed.addAll(batch);
    }
    failed.forEach(this::failed);
    batch.forEach(Tape::over);
  }

  /** Puts all at once; where that fails, each by itself. Those that cannot be kept. */
  private static List<Tape> put(Map<Tape, Payload> payloads, PayloadStore into) {
    try {
      into.put(List.copyOf(payloads.values()));
      return List.of();
    } catch (IOException | RuntimeException e) {
      var failed = new ArrayList<Tape>();
      payloads.forEach(
          (tape, payload) -> {
            try {
              into.put(List.of(payload));
            } catch (IOException | RuntimeException alone) {
              failed.add(tape);
            }
          });
      return failed;
    }
  }

  private void names(Stores into) {
    for (Naming one = names.poll(); one != null; one = names.poll()) {
      try {
        into.payloads().name(one.tenant(), one.subject(), one.surrogate());
      } catch (IOException e) {
        lost.incrementAndGet();
      }
    }
  }

  private void failed(Tape tape) {
    lost.incrementAndGet();
    incomplete.accept(tape.owner().exchange());
  }

  /** Writes what was taken, then stops. */
  @Override
  @SuppressWarnings("ThreadJoinLoop") // the one it names is in no JDK
  public void close() {
    closing = true;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a thread in this house", e);
      }
    }
  }
}
