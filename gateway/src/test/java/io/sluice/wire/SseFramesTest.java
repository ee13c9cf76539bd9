package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SseFramesTest {
  private static final int ROUNDS = 2_000;

  private record Seen(String raw, String event, String data) {}

  private static List<Seen> read(Bytes stream, int... cuts) {
    var seen = new ArrayList<Seen>();
    var frames = new SseFrames();
    SseFrames.Sink sink = (raw, event, data) -> seen.add(new Seen(raw.utf8(), event, data.utf8()));
    int from = 0;
    for (int cut : cuts) {
      assertThat(frames.accept(stream.slice(from, cut), sink)).isTrue();
      from = cut;
    }
    frames.accept(stream.slice(from, stream.length()), sink);
    frames.end(sink);
    return seen;
  }

  private static List<String> said(List<Seen> seen) {
    return seen.stream().map(one -> one.event() + "|" + one.data()).toList();
  }

  @Test
  void every_line_end_a_byte_order_mark_and_comments_are_understood() {
    var text =
        "\uFEFFdata: a\r\n\r\n: note\n\nevent: x\rdata:b\rdata:  c\r\rid: 1\nretry: 5\ndata\n\n";
    assertThat(said(read(Bytes.utf8(text)))).containsExactly("|a", "|", "x|b\n c", "|");
  }

  @Test
  void what_is_left_without_a_blank_line_is_the_last_event() {
    assertThat(said(read(Bytes.utf8("data: a\n\ndata: [DONE]")))).containsExactly("|a", "|[DONE]");
  }

  @Test
  void a_name_that_only_begins_like_data_is_no_data() {
    assertThat(said(read(Bytes.utf8("database: a\nevents: b\n\n")))).containsExactly("|");
  }

  @Test
  void an_event_without_end_is_refused_beyond_the_bound() {
    var frames = new SseFrames();
    var piece = Bytes.owning(new byte[1 << 20]);
    boolean fits = true;
    for (int i = 0; i <= SseFrames.MOST_BYTES >> 20 && fits; i++) {
      fits = frames.accept(piece, (raw, event, data) -> {});
    }
    assertThat(fits).isFalse();
  }

  @Test
  void any_stream_cut_anywhere_gives_the_same_events_and_all_of_its_bytes() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new SplittableRandom(seed);
      Bytes stream = Bytes.utf8(any(random));
      List<Seen> whole = read(stream);
      int cuts = random.nextInt(1, 6);
      int[] at = random.ints(cuts, 0, stream.length() + 1).sorted().toArray();
      List<Seen> split = read(stream, at);
      assertThat(said(split)).as("seed %d", seed).isEqualTo(said(whole));
      var raw = new StringBuilder();
      split.forEach(one -> raw.append(one.raw()));
      assertThat(raw.toString()).as("seed %d", seed).isEqualTo(stream.utf8());
    }
  }

  private static String any(SplittableRandom random) {
    var words = List.of("data: ", "data:", "event: ", ": ", "é🎈", "{\"a\":1}", "id: ", "x", " ");
    var ends = List.of("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r", "\n\r");
    var out = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    for (int i = random.nextInt(30); i >= 0; i--) {
      out.append(words.get(random.nextInt(words.size())));
      if (random.nextInt(3) == 0) {
        out.append(ends.get(random.nextInt(ends.size())));
      }
    }
    return out.toString();
  }
}
