package io.sluice.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread go on at a time. A story runs on a virtual thread of its own and gives the baton
 * back at every port call; a lane holds what an event loop would run, in order. Who goes on next,
 * and how much time passes, is drawn from the seed.
 */
final class Baton {
  private static final int MOST_STEP_NANOS = 200_000;

  /** A thread that keeps the baton for so long in real time will keep it for ever. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  /** One thread of the simulated process. */
  private static final class Story {
    final Thread thread;
    BooleanSupplier until = () -> true;
    boolean over;
    @Nullable Throwable failed;

    Story(Thread thread) {
      this.thread = thread;
    }
  }

  /** What one event loop would do for one connection, in order. */
  final class Lane implements Executor {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      if (!dead) {
        tasks.add(task);
      }
    }

    /** Runs {@code task} here after so long. */
    void after(Duration wait, Runnable task) {
      if (!dead) {
        timers.add(new Timer(clock.nanos() + wait.toNanos(), turns++, this, task));
      }
    }
  }

  private record Timer(long due, long turn, Lane lane, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int first = Long.compare(due, other.due);
      return first != 0 ? first : Long.compare(turn, other.turn);
    }
  }

  private final SplittableRandom random;
  private final SimulatedClock clock;
  private final Steps steps;
  private final List<Story> stories = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long turns;
  private boolean dead;
  private volatile @Nullable Story running;
  private volatile @Nullable Thread scheduler;

  Baton(SplittableRandom random, SimulatedClock clock, Steps steps) {
    this.random = random;
    this.clock = clock;
    this.steps = steps;
  }

  /** Says what happened, for the trace. */
  void note(String what) {
    steps.note(clock.nanos(), what);
  }

  Lane lane() {
    var lane = new Lane();
    lanes.add(lane);
    return lane;
  }

  /** Nothing is sent over this lane any more. */
  void close(Lane lane) {
    lanes.remove(lane);
  }

  /** Starts a thread of the process; it goes on when the seed says so. */
  void begin(Runnable body) {
    var made = new Story[1];
    Thread thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  Story self = made[0];
                  try {
                    waitFor(self);
                    body.run();
                  } catch (Killed over) {
                    // nothing of it is left
                  } catch (RuntimeException | Error bug) {
                    self.failed = bug;
                  } finally {
                    self.over = true;
                    handBack();
                  }
                });
    var story = new Story(thread);
    made[0] = story;
    stories.add(story);
    thread.start();
  }

  /** A port call: somebody else may go on first. Does nothing on the scheduler's own thread. */
  void pass() {
    until(() -> true);
  }

  /** Goes on once {@code condition} holds. */
  @SuppressWarnings("ReferenceEquality") // threads are compared as themselves
  void until(BooleanSupplier condition) {
    Story self = running;
    if (self == null || Thread.currentThread() != self.thread) {
      return;
    }
    if (!dead) {
      self.until = condition;
      handBack();
      waitFor(self);
    }
    if (dead) {
      throw new Killed();
    }
  }

  /** Waits so long, or until {@code early} holds. */
  void sleep(Duration wait, BooleanSupplier early) {
    long due = clock.nanos() + wait.toNanos();
    var alarm = new Lane();
    timers.add(new Timer(due, turns++, alarm, () -> {}));
    until(() -> clock.nanos() >= due || early.getAsBoolean());
  }

  /** True on a story's thread, false on the scheduler's. */
  @SuppressWarnings("ReferenceEquality") // threads are compared as themselves
  boolean inStory() {
    Story self = running;
    return self != null && Thread.currentThread() == self.thread;
  }

  private void handBack() {
    running = null;
    LockSupport.unpark(scheduler);
  }

  private void waitFor(Story self) {
    while (running != self) {
      LockSupport.park(this);
    }
  }

  private void resume(Story story) {
    scheduler = Thread.currentThread();
    running = story;
    LockSupport.unpark(story.thread);
    long since = System.nanoTime();
    while (running != null) {
      LockSupport.parkNanos(this, PATIENCE_NANOS);
      if (running != null && System.nanoTime() - since > PATIENCE_NANOS) {
        throw new IllegalStateException("a thread of the gateway waits for what is no port");
      }
    }
    if (story.over) {
      stories.remove(story);
    }
    if (story.failed != null) {
      throw new IllegalStateException("a thread of the gateway failed", story.failed);
    }
  }

  /** Lets one of those who can go on do so; false if nobody ever will. */
  boolean step() {
    clock.pass(Duration.ofNanos(random.nextInt(MOST_STEP_NANOS)));
    while (true) {
      ripe();
      var ready = new ArrayList<Object>();
      for (Lane lane : lanes) {
        if (!lane.tasks.isEmpty()) {
          ready.add(lane);
        }
      }
      for (Story story : stories) {
        if (story.until.getAsBoolean()) {
          ready.add(story);
        }
      }
      if (!ready.isEmpty()) {
        go(ready.get(random.nextInt(ready.size())));
        return true;
      }
      Timer next = timers.peek();
      if (next == null) {
        return false;
      }
      clock.reach(next.due());
    }
  }

  private void go(Object one) {
    switch (one) {
      case Lane lane -> lane.tasks.remove().run();
      case Story story -> resume(story);
      default -> throw new IllegalStateException("neither a lane nor a story");
    }
  }

  private void ripe() {
    for (Timer next = timers.peek();
        next != null && next.due() <= clock.nanos();
        next = timers.peek()) {
      Timer due = timers.remove();
      due.lane().tasks.add(due.task());
    }
  }

  /** Threads that are not over. */
  int alive() {
    return stories.size();
  }

  /** True while a lane has something to run now. */
  boolean busy() {
    return lanes.stream().anyMatch(lane -> !lane.tasks.isEmpty());
  }

  /** Ends all threads where they stand, and forgets what was to come. */
  void kill() {
    dead = true;
    while (!stories.isEmpty()) {
      Story story = stories.getFirst();
      try {
        resume(story);
      } catch (IllegalStateException bug) {
        // a dead thread's last words say nothing
      }
      stories.remove(story);
    }
    for (Lane lane : lanes) {
      lane.tasks.clear();
    }
    lanes.clear();
    timers.clear();
    dead = false;
  }
}
