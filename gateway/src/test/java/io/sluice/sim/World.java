package io.sluice.sim;

import io.sluice.SimulatedProcess;
import io.sluice.audit.EntryLog;
import io.sluice.identity.IssuedKey;
import io.sluice.ledger.SimulatedLedger;
import io.sluice.model.Example;
import io.sluice.model.Lifeline;
import io.sluice.model.Principal;
import io.sluice.model.Stop;
import io.sluice.pipeline.Attempts;
import io.sluice.pipeline.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One run: clients come, things go wrong, the process dies and starts again, all by one seed. */
final class World {
  private static final int CLIENTS = 14;
  private static final Duration OFTEN = Duration.ofMillis(500);
  private static final Duration SIGNED = Duration.ofSeconds(1);

  /** What a run came to. */
  record Result(int exchanges, int sent, int lives, long entries, String hash) {}

  private final SplittableRandom random;
  private final SimulatedClock clock = new SimulatedClock(Setting.BEGIN);
  private final Steps steps = new Steps();
  private final Baton baton;
  private final Oracle oracle = new Oracle(steps);
  private final AnswerCheck answers = new AnswerCheck(oracle);
  private final MoneyCheck money = new MoneyCheck(oracle);
  private final SimulatedStores stores;
  private final Askings askings;
  private final Setting setting;
  private final Mischief mischief;
  private final int faultEvery;
  private final List<IssuedKey> keys = new ArrayList<>();
  private final List<Case> running = new ArrayList<>();
  private final List<Case> unchecked = new ArrayList<>();
  private SimulatedLedger disk = SimulatedLedger.create();
  private SimulatedWay way;
  private SimulatedProcess process;
  private int config;
  private int life;
  private long uncounted;
  private boolean recording = true;

  /** {@code faultEvery}: one thing goes wrong for so many clients that come. */
  World(long seed, Setting setting, Mischief mischief, int faultEvery) {
    this.faultEvery = faultEvery;
    this.random = new SplittableRandom(seed);
    this.setting = setting;
    this.mischief = mischief;
    this.baton = new Baton(random.split(), clock, steps);
    this.stores = new SimulatedStores(baton);
    this.askings = new Askings(random.split());
    this.way = way();
    this.process = start();
    for (int i = 0; i < 7; i++) {
      keys.add(key(i));
    }
  }

  private SimulatedWay way() {
    return new SimulatedWay(new SimulatedWay.Parts(baton, random.split(), oracle, mischief));
  }

  /** Starts the process on what is on the disk. */
  private SimulatedProcess start() {
    life++;
    recording = true;
    oracle.started();
    EntryLog log =
        new SimulatedLog(
            new SimulatedLog.Parts(baton, random.split(), disk, mischief), oracle::written);
    var ground =
        new SimulatedProcess.Ground(log, stores, SimulatedStores.NO_CREDENTIALS, setting.ring());
    var start =
        new SimulatedProcess.Start(
            setting.configs().get(config), Setting.BEGIN, Setting.ENVIRONMENT, random.nextLong());
    Pause pause = (wait, lifeline) -> baton.sleep(wait, lifeline::tripped);
    try {
      var times = new Attempts.Times(clock, pause, random.split());
      var made = new SimulatedProcess(ground, start, way, times);
      oracle.inForce(made.snapshot());
      oracle.written(disk);
      regularly();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void regularly() {
    Baton.Lane keeper = baton.lane();
    every(keeper, OFTEN, () -> baton.begin(this::housekeep));
    every(keeper, SIGNED, this::sign);
  }

  private void every(Baton.Lane lane, Duration pause, Runnable task) {
    lane.after(
        pause,
        () -> {
          task.run();
          every(lane, pause, task);
        });
  }

  private void housekeep() {
    process.housekeep();
  }

  private void sign() {
    if (!disk.sign()) {
      refuses();
    }
  }

  /** The disk refuses: nothing is recorded until the next start. */
  private void refuses() {
    if (recording) {
      baton.note("the record refuses");
      recording = false;
    }
  }

  private IssuedKey key(int kind) {
    IssuedKey made = process.keys().create(Wish.of(kind), "operator", clock.now());
    oracle.issued(made);
    return made;
  }

  /** Lets so many clients come and go. */
  Result run(int exchanges) {
    try {
      while (askings.made() < exchanges) {
        int rarely = recording ? 6 : 60;
        if (running.size() < CLIENTS && random.nextInt(rarely) == 0) {
          arrive();
          if (random.nextInt(faultEvery) == 0) {
            fault();
          }
        }
        step();
      }
      quiet();
      int sent = 0;
      for (Case one : oracle.cases()) {
        sent += one.sent.size();
      }
      oracle.check(sent > exchanges / 5, "almost nothing was sent");
      oracle.ask();
      return new Result(exchanges, sent, life, disk.ledger().durableSize(), steps.hash());
    } catch (Violation | IllegalStateException found) {
      throw new AssertionError(found.getMessage() + "\nthe last steps:\n" + steps.text(), found);
    } finally {
      baton.kill();
    }
  }

  private void step() {
    if (!baton.step()) {
      throw new Violation("everybody waits for ever");
    }
    if (disk.ledger().fault().isPresent()) {
      refuses();
    }
    if (steps.count() % 16 == 0) {
      money.anyTime(process);
    }
    oracle.inForce(process.snapshot());
    settle();
    oracle.ask();
    if (!recording && running.isEmpty()) {
      restart("because nothing could be recorded", random.nextBoolean());
    }
  }

  /** Looks at exchanges that are over. */
  private void settle() {
    running.removeIf(one -> one.over);
    if (unchecked.size() > 200) {
      unchecked.removeIf(
          one -> {
            boolean told = one.over && one.caller.over();
            boolean done = told && (one.closing != null || one.refusal != null);
            if (done) {
              answers.over(one);
              money.closed(one);
            }
            return done;
          });
    }
  }

  private void arrive() {
    arrive(askings.next(keys));
  }

  /** One client comes. */
  Case arrive(Asking asking) {
    var place = new SimulatedCaller.Place(baton, clock, mischief);
    var caller = new SimulatedCaller(asking, process.nextId(), place);
    var one = new Case(caller, life);
    oracle.begins(one);
    running.add(one);
    unchecked.add(one);
    baton.note(asking.name() + " asks for " + asking.door().model());
    if (mischief == Mischief.RESERVATION_LEAKED) {
      leak();
    }
    SimulatedProcess now = process;
    baton.begin(
        () -> {
          now.gateway().handle(Arriving.received(caller, clock), caller);
          one.over = true;
        });
    return one;
  }

  /** A key of that kind. */
  IssuedKey held(int kind) {
    return keys.get(kind);
  }

  /** How providers act from now on. */
  void script(Play.Kind... kinds) {
    way.script(List.of(kinds));
  }

  /** Lets so much time pass. */
  void pass(Duration time) {
    long end = clock.nanos() + time.toNanos();
    while (clock.nanos() < end) {
      step();
    }
  }

  /** Lets everybody finish, and checks everything. */
  void finish() {
    try {
      quiet();
    } finally {
      baton.kill();
    }
  }

  /** Sets money of the richest aside and forgets about it. */
  private void leak() {
    var plan = Example.plan(Example.candidate("leak", Example.price(1, 1)));
    var held = process.budgets().reserve(keys.get(5).key().principal(), plan, Example.chat(10, 10));
    assert held.reserved().bound().micros() > 0;
  }

  private void fault() {
    switch (random.nextInt(12)) {
      case 0, 1 -> revoke();
      case 2, 3 -> reload();
      case 4 -> {
        stores.down(true);
        baton.lane().after(Duration.ofMillis(random.nextInt(2_000)), () -> stores.down(false));
      }
      case 5 -> {
        baton.note("the disk is full");
        disk.fill();
      }
      case 6, 7 -> {
        baton.note("the power will go");
        disk.powerFor(random.nextInt(40));
      }
      case 8 -> restart("killed", false);
      case 9 -> restart("without power", true);
      case 10 -> drain();
      default -> {
        quiet();
        clock.pass(Duration.ofMinutes(random.nextInt(2_000)));
        baton.note("time passes");
      }
    }
  }

  private void revoke() {
    int which = random.nextInt(keys.size());
    IssuedKey old = keys.get(which);
    SimulatedProcess now = process;
    baton.begin(
        () -> {
          try {
            now.keys().revoke(old.key().id(), clock.now());
            baton.note("a key is revoked");
          } catch (Stop down) {
            baton.note("a key is revoked in memory only");
          }
          oracle.revoked(old.key().id());
        });
    if (!stores.down()) {
      keys.set(which, key(which));
    }
  }

  private void reload() {
    config = (config + 1) % setting.configs().size();
    SimulatedProcess now = process;
    var next = setting.configs().get(config);
    baton.begin(
        () -> {
          try {
            boolean taken = now.reload(next);
            baton.note("another configuration is in force: " + taken);
          } catch (Stop refused) {
            baton.note("the change could not be recorded");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void drain() {
    baton.note("all that is under way is drained");
    for (Case one : running) {
      one.caller.lane().execute(() -> trip(one));
    }
  }

  private static void trip(Case one) {
    if (!one.caller.over()) {
      boolean first = one.caller.lifeline().trip(Lifeline.Reason.DRAIN);
      assert first || one.caller.lifeline().tripped();
    }
  }

  /** The process dies here and now, and another one starts on what is left. */
  private void restart(String how, boolean power) {
    baton.note("the process is gone, " + how);
    oracle.written(disk);
    baton.kill();
    running.clear();
    unchecked.clear();
    stores.down(false);
    disk =
        mischief == Mischief.DISK_FORGETS
            ? SimulatedLedger.create()
            : disk.reopened(power ? random.split() : null);
    oracle.found(disk);
    way = way();
    process = start();
    for (Case one : oracle.cases()) {
      if (one.life < life) {
        oracle.check(
            one.decision == null || one.closing != null,
            one.name() + " was left open by a crash and not closed at the start");
        money.closed(one);
      }
    }
    uncounted = oracle.record().counted();
    money.quiet(process, principals(), clock.now());
    oracle.ask();
  }

  private List<Principal> principals() {
    return keys.stream().map(key -> key.key().principal()).toList();
  }

  /** Nobody comes until everybody is gone; then nothing may be left over. */
  private void quiet() {
    while (!running.isEmpty() || baton.alive() > 0 || baton.busy()) {
      step();
    }
    if (!recording) {
      restart("because nothing could be recorded", false);
    }
    process.recorder().flush();
    disk.work();
    oracle.written(disk);
    if (disk.ledger().fault().isPresent()) {
      restart("because nothing could be recorded", false);
      return;
    }
    unchecked.forEach(answers::over);
    unchecked.forEach(money::closed);
    unchecked.clear();
    money.quiet(process, principals(), clock.now());
    oracle.check(way.open() == 0, "connections to providers are left open: " + way.open());
    oracle.check(process.held().isEmpty(), "still held: " + process.held());
    counts();
    if (mischief == Mischief.ENTRY_ALTERED) {
      disk.alter();
    }
    oracle.sound(disk);
    oracle.ask();
  }

  /** Each exchange of this life is in the record once: decided, refused, or counted. */
  private void counts() {
    long neither = 0;
    for (Case one : oracle.cases()) {
      if (one.life == life && one.decision == null && one.refusal == null) {
        neither++;
      }
    }
    long counted = oracle.record().counted() - uncounted;
    oracle.check(
        counted == neither,
        "%d exchanges left no entry of their own, counted are %d".formatted(neither, counted));
  }
}
