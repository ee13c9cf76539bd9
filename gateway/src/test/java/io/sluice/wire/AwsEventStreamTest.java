package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** AWS's event stream, written and read by AWS's own library on the other side. */
class AwsEventStreamTest {
  private record Read(List<AwsEventStream.Message> messages, boolean fine, Bytes rest) {}

  private static Read read(Bytes bytes, int most, Random random) {
    var stream = new AwsEventStream();
    var messages = new ArrayList<AwsEventStream.Message>();
    boolean fine = true;
    for (int from = 0; from < bytes.length(); ) {
      int to = Math.min(bytes.length(), from + random.nextInt(1, most + 1));
      fine &= stream.accept(bytes.slice(from, to), messages::add);
      from = to;
    }
    return new Read(messages, fine, stream.rest());
  }

  private static Bytes encoded(Message message) {
    ByteBuffer buffer = message.toByteBuffer();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Bytes.owning(bytes);
  }

  private static Message any(Random random) {
    var headers = new LinkedHashMap<String, HeaderValue>();
    headers.put(":message-type", HeaderValue.fromString("event"));
    headers.put("é-name", HeaderValue.fromString("text é🎈 " + random.nextInt()));
    headers.put("truth", HeaderValue.fromBoolean(random.nextBoolean()));
    headers.put("integer", HeaderValue.fromInteger(random.nextInt()));
    headers.put("long", HeaderValue.fromLong(random.nextLong()));
    headers.put("bytes", HeaderValue.fromByteArray(new byte[random.nextInt(1, 40)]));
    headers.put("uuid", HeaderValue.fromUuid(new UUID(random.nextLong(), random.nextLong())));
    var payload = new byte[random.nextInt(3_000)];
    random.nextBytes(payload);
    return new Message(headers, payload);
  }

  @Test
  void however_it_is_cut_the_messages_are_the_ones_that_were_sent() {
    for (long seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var sent = new ArrayList<Message>();
      var all = new SseText();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        sent.add(any(random));
        all.add(encoded(sent.getLast()));
      }
      Read read = read(all.bytes(), random.nextInt(1, 2_000), random);
      assertThat(read.fine()).as("seed %d", seed).isTrue();
      assertThat(read.rest().isEmpty()).as("seed %d", seed).isTrue();
      assertThat(read.messages()).as("seed %d", seed).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        var message = read.messages().get(i);
        assertThat(message.raw()).isEqualTo(encoded(sent.get(i)));
        assertThat(message.payload()).isEqualTo(Bytes.owning(sent.get(i).getPayload()));
        assertThat(HeaderValue.fromString(message.header("é-name")))
            .isEqualTo(sent.get(i).getHeaders().get("é-name"));
        assertThat(message.headers()).hasSize(2);
      }
    }
  }

  @Test
  void one_wrong_bit_anywhere_gives_the_stream_up_and_nothing_behind_it_is_believed() {
    Bytes good = AwsEventStream.event("messageStop", Bytes.utf8("{\"stopReason\":\"end_turn\"}"));
    for (int at = 0; at < good.length(); at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] wrong = good.toArray();
        wrong[at] ^= (byte) (1 << bit);
        var all = new SseText();
        all.add(Bytes.owning(wrong));
        all.add(good);
        Read read = read(all.bytes(), all.bytes().length(), new Random(1));
        assertThat(read.messages()).as("bit %d of byte %d", bit, at).isEmpty();
      }
    }
  }

  @Test
  void lengths_that_cannot_be_are_refused_before_anything_is_kept_for_them() {
    for (int total : new int[] {-1, 0, 15, AwsEventStream.MOST_BYTES + 1, Integer.MAX_VALUE}) {
      assertThat(read(prelude(total, 0), 12, new Random(1)).fine()).as("%d", total).isFalse();
    }
    assertThat(read(prelude(1_000, -1), 12, new Random(1)).fine()).isFalse();
    assertThat(read(prelude(1_000, 985), 12, new Random(1)).fine()).isFalse();
    assertThat(read(prelude(1_000_000, 200_000), 12, new Random(1)).fine()).isFalse();
    assertThat(read(prelude(1_000, 984), 12, new Random(1)).fine()).isTrue();
  }

  /** The first twelve bytes of a message, with their own checksum right. */
  private static Bytes prelude(int total, int headers) {
    var bytes = ByteBuffer.allocate(12).putInt(total).putInt(headers);
    var crc = new CRC32();
    crc.update(bytes.array(), 0, 8);
    return Bytes.owning(bytes.putInt((int) crc.getValue()).array());
  }

  @Test
  void headers_that_run_past_their_end_are_refused() {
    byte[] bytes = AwsEventStream.event("x", Bytes.utf8("{}")).toArray();
    bytes[12] = 100; // the first header's name would be longer than all headers
    Bytes sealed = AwsEventStream.resealed(Bytes.owning(bytes));
    assertThat(read(sealed, 7, new Random(1)).fine()).isFalse();
  }

  /** AWS's library writes these two kinds without their values. */
  @Test
  void headers_of_one_and_of_two_bytes_are_passed_over() {
    byte[] headers = {1, 'b', 2, 99, 1, 's', 3, 0, 99, 1, 't', 7, 0, 1, 'x'};
    var message = ByteBuffer.allocate(12 + headers.length + 4);
    message.putInt(0).putInt(headers.length).putInt(0).put(headers);
    Read read = read(AwsEventStream.resealed(Bytes.owning(message.array())), 5, new Random(1));
    assertThat(read.messages()).hasSize(1);
    assertThat(read.messages().getFirst().headers()).containsOnly(Map.entry("t", "x"));
  }

  @Test
  void what_we_write_aws_reads() {
    Bytes json = Bytes.utf8("{\"text\":\"é🎈\"}");
    var all = new SseText();
    all.add(AwsEventStream.event("contentBlockDelta", json));
    all.add(AwsEventStream.exception("throttlingException", json));
    assertThat(EventLines.decoded(all.bytes()))
        .isEqualTo(
            "contentBlockDelta {\"text\":\"é🎈\"}\n!throttlingException {\"text\":\"é🎈\"}\n");
    assertThat(EventLines.messages(all.bytes()).getFirst().getHeaders().get(":content-type"))
        .isEqualTo(HeaderValue.fromString("application/json"));
  }

  @Test
  void a_changed_payload_is_sealed_anew() {
    Bytes event = AwsEventStream.event("x", Bytes.utf8("{\"text\":\"short\"}"));
    String text = new String(event.toArray(), StandardCharsets.ISO_8859_1);
    int at = text.indexOf("short");
    var span = new Span(at, at + 5);
    Bytes changed = Splice.apply(event, List.of(new Splice(span, Bytes.utf8("much longer"))));
    assertThat(EventLines.decoded(AwsEventStream.resealed(changed)))
        .isEqualTo("x {\"text\":\"much longer\"}\n");
  }
}
