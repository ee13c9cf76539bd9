package io.sluice;

import io.sluice.audit.Closing.Kind;
import io.sluice.config.LogSettings;
import io.sluice.config.LogSettings.Form;
import io.sluice.config.LogSettings.Level;
import io.sluice.json.JsonWriter;
import io.sluice.model.Clock;
import io.sluice.pipeline.ExchangeLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Structured lines for those who run the gateway: one per exchange, and what changed. Ids, names
 * and numbers; never a text of anybody. Lines are handed to a thread of its own, so that a reader
 * that is slow, or gone, slows nobody: what finds no room is lost, and counted.
 */
final class Log implements ExchangeLog, AutoCloseable {
  private static final long EVERY_NANOS = 50_000_000L;
  private static final long LAST_MILLIS = 2_000;
  private static final int NAME_CHARS = 200;

  private final LogSettings settings;
  private final PrintStream out;
  private final Clock clock;
  private final ArrayBlockingQueue<Entry> waiting;
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-log").unstarted(this::run);
  private volatile boolean over;

  /** Something to tell, and when it was. */
  private record Entry(long millis, Level level, String event, Object what) {}

  Log(LogSettings settings, OutputStream out, Clock clock) {
    this.settings = settings;
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.clock = clock;
    this.waiting = new ArrayBlockingQueue<>(settings.lines());
    thread.start();
  }

  @Override
  public void over(Line line) {
    Level level =
        line.kind() == Kind.FAILED || line.kind() == Kind.BLOCKED ? Level.WARN : Level.INFO;
    put(level, "exchange", line);
  }

  @Override
  public void noticed(String event, Map<String, String> details) {
    put(Level.WARN, event, details.toString());
  }

  /** Something changed, in words that hold nothing of anybody's. */
  void event(Level level, String event, String what) {
    put(level, event, what);
  }

  /** Lines that found no room. */
  long lost() {
    return lost.get();
  }

  private void put(Level level, String event, Object what) {
    if (level.compareTo(settings.level()) < 0) {
      return;
    }
    if (!waiting.offer(new Entry(clock.now().toEpochMilli(), level, event, what))) {
      lost.incrementAndGet();
    }
  }

  private void run() {
    while (!over) {
      drain();
      LockSupport.parkNanos(this, EVERY_NANOS);
    }
    drain();
  }

  private void drain() {
    for (Entry next = waiting.poll(); next != null; next = waiting.poll()) {
      out.println(settings.format() == Form.JSON ? json(next) : logfmt(next));
    }
    out.flush();
  }

  private static Map<String, Object> fields(Entry entry) {
    var all = new LinkedHashMap<String, Object>();
    all.put("time", Instant.ofEpochMilli(entry.millis()).toString());
    all.put("level", entry.level().name().toLowerCase(Locale.ROOT));
    all.put("event", entry.event());
    switch (entry.what()) {
      case Line line -> exchange(line, all);
      default -> all.put("what", entry.what().toString());
    }
    return all;
  }

  private static void exchange(Line line, Map<String, Object> all) {
    all.put("exchange", line.exchange().value());
    all.put("tenant", line.who().tenant());
    all.put("key", line.who().key());
    all.put("door", line.where().door());
    all.put("asked", shortened(line.where().asked()));
    all.put("model", shortened(line.where().model()));
    all.put("label", line.where().level());
    all.put("outcome", line.kind().name().toLowerCase(Locale.ROOT));
    all.put("code", line.code());
    all.put("status", (long) line.status());
    all.put("ms", line.spent().took().toMillis());
    var bill = line.spent().bill();
    all.put("input_tokens", bill.usage().totalInput());
    all.put("output_tokens", bill.usage().output());
    all.put("cost_usd", bill.cost().dollars());
  }

  private static String shortened(String name) {
    return name.length() <= NAME_CHARS ? name : name.substring(0, NAME_CHARS);
  }

  private static String json(Entry entry) {
    var json = new JsonWriter(512).object();
    fields(entry)
        .forEach(
            (name, value) -> {
              if (value instanceof Long number) {
                json.field(name, number);
              } else {
                json.field(name, value.toString());
              }
            });
    return json.endObject().done().utf8();
  }

  private static String logfmt(Entry entry) {
    var text = new StringBuilder(256);
    fields(entry)
        .forEach(
            (name, value) -> {
              text.append(text.isEmpty() ? "" : " ").append(name).append('=');
              text.append(value instanceof Long ? value.toString() : word(value.toString()));
            });
    return text.toString();
  }

  /** A value that is no plain word stands in quotes, as JSON writes it. */
  private static String word(String value) {
    boolean plain =
        !value.isEmpty()
            && value
                .chars()
                .allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\');
    return plain ? value : new JsonWriter(value.length() + 2).value(value).done().utf8();
  }

  /** Tells what still waits, within two seconds. */
  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LAST_MILLIS);
    } catch (InterruptedException e) {
      over = true;
    }
  }
}
