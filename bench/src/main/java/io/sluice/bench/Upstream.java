package io.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * A provider that costs next to nothing: 1 KB of JSON made once, or a stream of chunks made once
 * and sent at a fixed pace.
 */
final class Upstream {
  private static final byte[] ASKS_STREAM = "\"stream\":true".getBytes(StandardCharsets.US_ASCII);

  private static final String STREAM_HEAD =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/event-stream",
          "Transfer-Encoding: chunked",
          "",
          "");

  private final Loop loop;
  private final ServerSocketChannel listener;
  private final byte[] answer = answer();
  private Pace pace = new Pace(50, Duration.ofMillis(20));
  private LongConsumer onLoss = nanos -> {};
  private int open;

  /**
   * How a stream is sent.
   *
   * @param chunks pieces of text
   * @param interval from one to the next
   */
  record Pace(int chunks, Duration interval) {}

  Upstream(Loop loop) throws IOException {
    this.loop = loop;
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    loop.register(listener, SelectionKey.OP_ACCEPT, key -> accept());
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** How the streams asked for from now on are sent. */
  void pace(Pace pace) {
    this.pace = pace;
  }

  /** Tells {@code listener} when a connection went in the middle of a stream (nanoTime). */
  void onLoss(LongConsumer listener) {
    onLoss = listener;
  }

  /** Streams not yet at their end. */
  int open() {
    return open;
  }

  /** The text that a whole stream of {@code chunks} carries. */
  static String text(int chunks) {
    var text = new StringBuilder();
    for (int i = 0; i < chunks; i++) {
      text.append(piece(i));
    }
    return text.toString();
  }

  private static String piece(int index) {
    return "part %04d of it. ".formatted(index);
  }

  private void accept() {
    try {
      SocketChannel channel = listener.accept();
      if (channel != null) {
        new Served(channel);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] answer() {
    String body =
        "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1700000000,"
            + "\"model\":\"bench-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\""
            + "The quick answer is the same. ".repeat(25)
            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":900,"
            + "\"completion_tokens\":150,\"total_tokens\":1050}}";
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
    return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }

  /** One connection of a gateway. */
  private final class Served extends Peer {
    private boolean streaming;

    Served(SocketChannel channel) throws IOException {
      super(loop, channel);
    }

    @Override
    void message(byte[] bytes, int length) {
      int body = Framing.bodyStart(bytes, length);
      if (asksStream(bytes, body, length)) {
        stream();
      } else {
        send(ByteBuffer.wrap(answer));
      }
    }

    private void stream() {
      streaming = true;
      open++;
      send(bytes(STREAM_HEAD));
      step(pace, 0, System.nanoTime());
    }

    private void step(Pace pace, int index, long due) {
      if (over()) {
        return;
      }
      if (index == pace.chunks()) {
        finish();
        return;
      }
      send(event("\"delta\":{\"content\":\"" + piece(index) + "\"},\"finish_reason\":null"));
      long next = due + pace.interval().toNanos();
      loop.at(next, () -> step(pace, index + 1, next));
    }

    private void finish() {
      streaming = false;
      open--;
      send(event("\"delta\":{},\"finish_reason\":\"stop\""));
      send(chunk("data: [DONE]\n\n"));
      send(bytes("0\r\n\r\n"));
    }

    @Override
    void gone() {
      if (streaming) {
        streaming = false;
        open--;
        onLoss.accept(System.nanoTime());
      }
    }
  }

  private static boolean asksStream(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + 200); // where our own requests say it
    for (int i = from; i + ASKS_STREAM.length <= end; i++) {
      int j = 0;
      while (j < ASKS_STREAM.length && bytes[i + j] == ASKS_STREAM[j]) {
        j++;
      }
      if (j == ASKS_STREAM.length) {
        return true;
      }
    }
    return false;
  }

  private static ByteBuffer event(String choice) {
    return chunk(
        "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"bench-model\",\"choices\":[{\"index\":0,"
            + choice
            + "}]}\n\n");
  }

  private static ByteBuffer chunk(String text) {
    return bytes(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
