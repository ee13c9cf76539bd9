package io.sluice.bench;

import io.sluice.flow.IndexSettings;
import io.sluice.flow.Lineage;
import io.sluice.flow.LineageIndex;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Categories;
import io.sluice.model.Clock;
import io.sluice.model.Findings;
import io.sluice.model.Headers;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Request;
import io.sluice.model.Secret;
import io.sluice.wire.Codecs;
import io.sluice.wire.Incoming;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What following content costs, in processor time of one thread, so that a busy machine changes
 * little: {@code ./sluice bench flow}. Texts are 8 KB of made-up words; each figure is the median
 * of several rounds of one run.
 */
final class FlowBench {
  private static final int TEXT_BYTES = 8 << 10;
  private static final int ROUNDS = 15;
  private static final int WARM_ROUNDS = 8;
  private static final int TEXTS = 200;
  private static final int TURNS = 100;
  private static final String CHAT = "/v1/chat/completions";
  private static final long INDEX_BYTES = 256L << 20;
  private static final Label UNTRUSTED =
      new Label(Integrity.UNTRUSTED, Level.INTERNAL, Categories.NONE);
  private static final Label USUAL = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
  private static final Lineage.Party PARTY = new Lineage.Party("t", "app");
  private final PrintStream out;
  private final Random random = new Random(7);
  private final List<String> words = words();
  private int made;

  private FlowBench(PrintStream out) {
    this.out = out;
  }

  /** Measures all of it and prints a table. */
  static void run(PrintStream out) {
    new FlowBench(out).run();
  }

  private void run() {
    out.println("what                                                        figure");
    try (Arena arena = Arena.ofConfined()) {
      LineageIndex index = index(arena);
      perKb("look up new text", this::plain, text -> look(index, text));
      perKb("look up and learn new text", this::plain, text -> followed(index, text));
      perKb("the same, half of it encoded", this::encoded, text -> followed(index, text));
      perKb("decoded views alone", this::encoded, text -> look(index, text));
      String seen = plain(0);
      followed(index, seen);
      perKb("text that was seen before", _ -> seen, text -> followed(index, text));
      String own = encoded(0);
      look(index, own);
      perKb("encoded text that was seen before", _ -> own, text -> look(index, text));
    }
    memory();
    conversation();
  }

  private static LineageIndex index(Arena arena) {
    MemorySegment memory = arena.allocate(INDEX_BYTES, 8);
    return new LineageIndex(memory, IndexSettings.DEFAULT, FlowBench::key, new Still());
  }

  private static Secret key(String tenant) {
    byte[] bytes =
        ("a key of the tenant " + tenant + " of no use").getBytes(StandardCharsets.UTF_8);
    return Secret.of(bytes);
  }

  /** A clock that stands. */
  private record Still() implements Clock {
    @Override
    public Instant now() {
      return Instant.parse("2026-11-01T00:00:00Z");
    }

    @Override
    public long nanos() {
      return 0;
    }
  }

  private static void look(LineageIndex index, String text) {
    if (index.look(PARTY, text, Lineage.Voice.ANY).stretches().size() > text.length()) {
      throw new IllegalStateException("more stretches than characters");
    }
  }

  private static void followed(LineageIndex index, String text) {
    look(index, text);
    index.learn(PARTY, text, UNTRUSTED, new Origin("", "tool_result:1"));
  }

  private void perKb(String what, IntFunction<String> texts, Consumer<String> work) {
    var rounds = new double[ROUNDS];
    for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
      var all = new ArrayList<String>(TEXTS);
      long chars = 0;
      for (int i = 0; i < TEXTS; i++) {
        all.add(texts.apply(i));
        chars += all.getLast().length();
      }
      long before = cpu();
      all.forEach(work);
      long nanos = cpu() - before;
      if (round >= 0) {
        rounds[round] = nanos / 1_000.0 / (chars / 1_024.0);
      }
    }
    Arrays.sort(rounds);
    out.printf("%-58s %8.2f us/KB%n", what, rounds[ROUNDS / 2]);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What of the index a KB takes that is kept: of dense entries, and of records. */
  private void memory() {
    try (Arena arena = Arena.ofConfined()) {
      LineageIndex index = index(arena);
      int texts = 2_000;
      long chars = 0;
      for (int i = 0; i < texts; i++) {
        String text = plain(i);
        chars += text.length();
        index.learn(PARTY, text, UNTRUSTED, new Origin("", "tool_result:1"));
      }
      var status = index.status();
      double share = (double) status.entries() / status.capacity();
      out.printf(
          "%-58s %8.2f KB of the file, %.1f entries%n",
          "kept of one KB while dense",
          share * INDEX_BYTES / chars,
          status.entries() * 1_024.0 / chars);
    }
  }

  /** A hundred turns, each with all that was said before: what is new, against all of it. */
  private void conversation() {
    var following = new double[5];
    var rereading = new double[5];
    for (int i = 0; i < following.length; i++) {
      following[i] = turns(false);
      rereading[i] = turns(true);
    }
    Arrays.sort(following);
    Arrays.sort(rereading);
    out.printf(
        "%-58s %8.1f ms, reread %.1f ms: %.1f times%n",
        TURNS + " turns of 1 KB, inspected and followed",
        following[2],
        rereading[2],
        rereading[2] / following[2]);
  }

  private double turns(boolean reread) {
    try (Arena arena = Arena.ofConfined()) {
      LineageIndex index = index(arena);
      var inspector = new Inspector(InspectSettings.DEFAULT);
      var said = new ArrayList<String>();
      long before = cpu();
      for (int turn = 0; turn < TURNS; turn++) {
        said.add(plain(turn).substring(0, 1_024));
        Request request = request(said, reread ? " " + turn : "");
        Findings found = inspector.inspect(request);
        if (found.bySegment().size() != said.size()) {
          throw new IllegalStateException("not all was looked at");
        }
        request.segments().forEach(segment -> look(index, segment.text()));
        index.learn(PARTY, said.getLast(), turn % 2 == 0 ? USUAL : UNTRUSTED, origin(turn));
      }
      return Duration.ofNanos(cpu() - before).toNanos() / 1e6;
    }
  }

  /** A chat request of these messages, each with {@code mark} behind it. */
  private static Request request(List<String> said, String mark) {
    var body = new JsonWriter(said.size() * 1_100).object().field("model", "m");
    body.name("messages").array();
    for (int i = 0; i < said.size(); i++) {
      body.object().field("role", i % 2 == 0 ? "user" : "assistant");
      body.field("content", said.get(i) + mark).endObject();
    }
    var incoming =
        new Incoming(
            new Incoming.Address(CHAT, ""),
            Headers.NONE,
            body.endArray().endObject().done(),
            JsonLimits.DEFAULT);
    return Codecs.at(CHAT).orElseThrow().read(incoming);
  }

  private static Origin origin(int turn) {
    return new Origin("", "user:" + turn);
  }

  private String plain(int number) {
    var text = new StringBuilder(TEXT_BYTES + 32);
    text.append(number).append(' ').append(made++).append(' ');
    while (text.length() < TEXT_BYTES) {
      text.append(words.get(random.nextInt(words.size())));
      int mark = random.nextInt(24);
      text.append(mark == 0 ? ".\n" : mark == 1 ? ", " : mark == 2 ? " (" + made + ") " : " ");
    }
    return text.substring(0, TEXT_BYTES);
  }

  /** A quarter in base64, a quarter as a string of JSON, the rest as it stands. */
  private String encoded(int number) {
    String text = plain(number);
    int part = TEXT_BYTES / 4;
    String block =
        Base64.getEncoder()
            .encodeToString(text.substring(0, part * 3 / 4).getBytes(StandardCharsets.UTF_8));
    String escaped = text.substring(part, 2 * part).replace(", ", ",\\n").replace(" (", " \\\"");
    return block + "\n" + escaped + text.substring(2 * part);
  }

  private List<String> words() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 6_000; i++) {
      var word = new StringBuilder();
      for (int length = 2 + random.nextInt(9); length > 0; length--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      all.add(word.toString());
    }
    return all;
  }
}
