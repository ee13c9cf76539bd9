package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Streams through nginx and Sluice: what a chunk costs, what an open one needs, who notices. */
final class StreamLoad {
  private static final int ROUNDS = 3;
  private static final int STREAMS = 200;
  private static final int CHUNKS = 50;
  private static final int LEAVERS = 50;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Loop loop;
  private final Upstream upstream;
  private final PrintStream out;

  StreamLoad(Loop loop, Upstream upstream, PrintStream out) {
    this.loop = loop;
    this.upstream = upstream;
    this.out = out;
  }

  void run(Subject nginx, Gateway sluice, Options options) throws IOException {
    out.println();
    out.printf("%d streams, a chunk every 20 ms each, CPU us per chunk:%n", STREAMS);
    double anchor = Double.MAX_VALUE;
    double best = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      anchor = Math.min(anchor, chunks(nginx));
      best = Math.min(best, chunks(sluice));
    }
    out.printf("  best: nginx %.1f us, sluice %.1f us: %.2f x%n", anchor, best, best / anchor);
    memory(sluice, options.streams());
    out.println();
    out.println("A client leaves while the upstream is silent; the upstream sees it after:");
    leave(nginx);
    leave(sluice);
  }

  private double chunks(Subject subject) throws IOException {
    upstream.pace(new Upstream.Pace(CHUNKS, Duration.ofMillis(20)));
    var streams = new Streams(Upstream.text(CHUNKS));
    var meter = new Meter(subject.pid());
    meter.begin();
    List<Call> calls = open(subject, STREAMS, streams);
    loop.run(() -> streams.ended() == STREAMS, PATIENCE_NANOS);
    meter.end();
    calls.forEach(Call::hangUp);
    double cost = meter.cpuMicros() / ((double) STREAMS * CHUNKS);
    out.printf(
        "  %-10s %6.1f us  %d of %d streams whole%n",
        subject.name(), cost, streams.whole(), STREAMS);
    return cost;
  }

  private void memory(Gateway sluice, int count) throws IOException {
    var meter = new Meter(sluice.pid());
    upstream.pace(new Upstream.Pace(60, Duration.ofMillis(500)));
    sluice.collect();
    long before = meter.residentKb();
    var streams = new Streams(Upstream.text(60));
    List<Call> calls = open(sluice, count, streams);
    loop.run(() -> streams.begun() == count, PATIENCE_NANOS);
    sluice.collect();
    long after = meter.residentKb();
    loop.run(() -> streams.ended() == count, PATIENCE_NANOS);
    calls.forEach(Call::hangUp);
    out.printf(
        "%n%d open streams: %.1f KB each (resident %d -> %d MB after a collection), %d whole%n",
        count, (after - before) / (double) count, before / 1024, after / 1024, streams.whole());
  }

  private void leave(Subject subject) throws IOException {
    upstream.pace(new Upstream.Pace(2, Duration.ofSeconds(8)));
    var seen = new ArrayList<Long>();
    upstream.onLoss(seen::add);
    var streams = new Streams("");
    List<Call> calls = open(subject, LEAVERS, streams);
    loop.run(() -> streams.begun() == LEAVERS, PATIENCE_NANOS);
    long left = System.nanoTime();
    calls.forEach(Call::hangUp);
    loop.run(() -> seen.size() == LEAVERS, 4_000_000_000L);
    upstream.onLoss(nanos -> {});
    var tally = new Tally();
    seen.forEach(nanos -> tally.add(nanos - left));
    out.printf(
        "  %-10s p50 %5.1f ms  last %5.1f ms  %d of %d seen%n",
        subject.name(), tally.micros(0.5) / 1e3, tally.micros(1) / 1e3, seen.size(), LEAVERS);
  }

  private List<Call> open(Subject subject, int count, Streams streams) throws IOException {
    var requests = new Requests(subject.headers(), Requests.ONE_NEW, true);
    var calls = new ArrayList<Call>();
    for (int i = 0; i < count; i++) {
      Call call = Call.connect(loop, subject.port(), streams);
      calls.add(call);
      call.ask(requests.next(), System.nanoTime());
      loop.run(() -> false, 300_000); // a ramp: not all at one moment
    }
    return calls;
  }

  /** What came of many streams that carry the same text. */
  private static final class Streams implements Call.Listener {
    private static final String FIELD = "\"content\":\"";

    private final Set<Call> begun = new HashSet<>();
    private final String text;
    private int ended;
    private int whole;

    Streams(String text) {
      this.text = text;
    }

    /** Streams of which the first text is here. */
    int begun() {
      return begun.size();
    }

    int ended() {
      return ended;
    }

    /** Streams that ended with every chunk in its place. */
    int whole() {
      return whole;
    }

    @Override
    public void arriving(Call call, byte[] bytes, int filled) {
      if (!begun.contains(call) && content(bytes, filled).length() > 0) {
        begun.add(call);
      }
    }

    @Override
    public void answered(Call call, byte[] bytes, int length) {
      ended++;
      if (Framing.status(bytes) == 200 && content(bytes, length).toString().equals(text)) {
        whole++;
      }
    }

    @Override
    public void lost(Call call) {
      ended++;
    }

    private static StringBuilder content(byte[] bytes, int filled) {
      String all = new String(bytes, 0, filled, StandardCharsets.US_ASCII);
      var content = new StringBuilder();
      for (int at = all.indexOf(FIELD); at >= 0; at = all.indexOf(FIELD, at)) {
        at += FIELD.length();
        int end = all.indexOf('"', at);
        if (end >= 0) {
          content.append(all, at, end);
        }
      }
      return content;
    }
  }
}
