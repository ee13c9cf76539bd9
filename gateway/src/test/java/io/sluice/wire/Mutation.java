package io.sluice.wire;

import io.sluice.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes inputs as whoever wants to break a decoder would: by bytes, by pieces, by values. */
final class Mutation {
  /** Inputs are cut to this, so that a round is short. */
  private static final int MOST_BYTES = 64 << 10;

  private static final int MOST_CHANGES = 6;

  /** What stands where something else is expected. */
  private static final List<String> WORDS =
      List.of(
          "null",
          "true",
          "{}",
          "[]",
          "[[]]",
          "\"\"",
          "-1",
          "0",
          "1e999",
          "-0.0",
          "99999999999999999999",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"x\"",
          "\"\":",
          "{\"type\":",
          "[{\"",
          ",",
          ":",
          "\\",
          "\"",
          "\n\n",
          "\r",
          "data: ",
          "event: error\n",
          "data: [DONE]\n\n",
          "\uFEFF",
          "\u2028",
          "é🎈",
          "[".repeat(200),
          "{\"a\":".repeat(200));

  private Mutation() {}

  /** One of the seeds, changed in some places, perhaps with a piece of another one. */
  static Bytes of(List<Bytes> seeds, RandomGenerator random) {
    byte[] bytes = any(seeds, random);
    for (int i = random.nextInt(1, MOST_CHANGES + 1); i > 0; i--) {
      bytes = changed(bytes, seeds, random);
    }
    return Bytes.owning(bytes.length <= MOST_BYTES ? bytes : piece(bytes, 0, MOST_BYTES));
  }

  private static byte[] any(List<Bytes> seeds, RandomGenerator random) {
    return seeds.isEmpty() ? new byte[0] : seeds.get(random.nextInt(seeds.size())).toArray();
  }

  private static byte[] changed(byte[] bytes, List<Bytes> seeds, RandomGenerator random) {
    int at = random.nextInt(bytes.length + 1);
    int end = at + random.nextInt(bytes.length - at + 1);
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes, random);
      case 1 -> joined(bytes, at, word, at);
      case 2 -> joined(bytes, at, word, Math.min(bytes.length, at + word.length));
      case 3 -> joined(bytes, at, new byte[0], end);
      case 4 -> joined(bytes, at, piece(bytes, at, end), at);
      case 5 -> piece(bytes, 0, at);
      case 6 -> valued(bytes, at, word);
      default -> {
        byte[] other = any(seeds, random);
        int from = random.nextInt(other.length + 1);
        yield joined(bytes, at, piece(other, from, other.length), bytes.length);
      }
    };
  }

  private static byte[] flipped(byte[] bytes, RandomGenerator random) {
    byte[] all = bytes.clone();
    if (all.length > 0) {
      all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return all;
  }

  /** The value of the next member of an object, or of an array, becomes that word. */
  private static byte[] valued(byte[] bytes, int from, byte[] word) {
    int start = from;
    while (start < bytes.length && bytes[start] != ':' && bytes[start] != '[') {
      start++;
    }
    int end = Math.min(bytes.length, start + 1);
    boolean quoted = false;
    while (end < bytes.length && (quoted || ",}]\n".indexOf(bytes[end]) < 0)) {
      quoted ^= bytes[end] == '"';
      end++;
    }
    return joined(bytes, Math.min(bytes.length, start + 1), word, end);
  }

  private static byte[] joined(byte[] bytes, int upTo, byte[] between, int from) {
    var out = new ByteArrayOutputStream(bytes.length + between.length);
    out.write(bytes, 0, upTo);
    out.writeBytes(between);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }

  private static byte[] piece(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
