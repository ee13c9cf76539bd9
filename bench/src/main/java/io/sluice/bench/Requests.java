package io.sluice.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chat requests of about 4 KB: three earlier messages of 1 KB and a new one of 1 KB. Every request
 * takes the text that shall be new from another place of a large text, and numbers it in letters,
 * so that nobody has seen it before.
 */
final class Requests {
  /** How many messages are the same in every request, when one is new. */
  static final int ONE_NEW = 3;

  /** The same when all are new. */
  static final int ALL_NEW = 0;

  private static final int MESSAGE_CHARS = 960;
  private static final int MESSAGES = 4;
  private static final int NUMBER_CHARS = 8;
  private static final int TEXT_CHARS = 1 << 20;

  private final byte[] text = new byte[TEXT_CHARS];
  private final RandomGenerator random =
      RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(7);
  private final byte[] request;
  private final int[] starts = new int[MESSAGES];
  private final int seen;
  private long number;

  /**
   * Requests for one subject.
   *
   * @param headers more header lines, each with its end
   * @param seen how many of the four messages are the same in every request
   * @param stream whether the answer shall be a stream
   */
  Requests(String headers, int seen, boolean stream) {
    this.seen = seen;
    fillWords();
    var body = new StringBuilder("{\"model\":\"bench-model\",\"stream\":" + stream);
    body.append(",\"messages\":[");
    int[] inBody = new int[MESSAGES];
    for (int i = 0; i < MESSAGES; i++) {
      body.append(i == 0 ? "" : ",").append("{\"role\":\"");
      body.append(i % 2 == 0 ? "user" : "assistant").append("\",\"content\":\"");
      inBody[i] = body.length();
      body.append(new String(text, i * 2_000, MESSAGE_CHARS, StandardCharsets.US_ASCII));
      body.append("\"}");
    }
    // The last question is the user's.
    body.append(",{\"role\":\"user\",\"content\":\"go on\"}],\"max_tokens\":256}");
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n";
    request = (head + body).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < MESSAGES; i++) {
      starts[i] = head.length() + inBody[i];
    }
  }

  /** The bytes of the next request, to be sent before the one after it is asked for. */
  ByteBuffer next() {
    for (int i = seen; i < MESSAGES; i++) {
      int from = random.nextInt(TEXT_CHARS - MESSAGE_CHARS);
      System.arraycopy(text, from, request, starts[i], MESSAGE_CHARS);
      writeNumber(starts[i]);
    }
    return ByteBuffer.wrap(request);
  }

  private void writeNumber(int at) {
    long rest = number++;
    for (int i = 0; i < NUMBER_CHARS; i++) {
      request[at + i] = (byte) ('a' + rest % 26);
      rest /= 26;
    }
    request[at + NUMBER_CHARS] = ' ';
  }

  private void fillWords() {
    int at = 0;
    while (at < text.length) {
      int letters = 2 + random.nextInt(9);
      for (int i = 0; i < letters && at < text.length; i++) {
        text[at++] = (byte) ('a' + random.nextInt(26));
      }
      if (at < text.length) {
        text[at++] = (byte) (random.nextInt(9) == 0 ? '.' : ' ');
      }
    }
  }
}
