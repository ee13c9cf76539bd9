package io.sluice.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly the bytes it is told to, and reads answers one after another. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  /** One answer: its head as sent, and its body without framing. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    /** A header's value; empty: it is not there. */
    String header(String name) {
      String wanted = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
          .map(line -> line.substring(wanted.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  Wire(URI plane) throws IOException {
    socket = new Socket(plane.getHost(), plane.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** A whole request for a chat answer. */
  static String chat(String key, boolean stream, String prompt) {
    return post(
        "/v1/chat/completions",
        key,
        "{\"model\":\"small\",\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\""
            + prompt
            + "\"}]}");
  }

  /** A whole request with a body of ASCII and these further header lines. */
  static String post(String path, String key, String body, String... lines) {
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: gateway\r\n");
    head.append("authorization: Bearer ").append(key).append("\r\n");
    head.append("content-type: application/json\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    return head + "content-length: " + body.length() + "\r\n\r\n" + body;
  }

  /** Sends these characters, one byte each. */
  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next answer, whole. */
  Answer answer() throws IOException {
    String head = until("\r\n\r\n");
    var bare = new Answer(head, "");
    if (bare.header("transfer-encoding").equalsIgnoreCase("chunked")) {
      return new Answer(head, chunks());
    }
    String length = bare.header("content-length");
    return new Answer(head, length.isEmpty() ? "" : bytes(Integer.parseInt(length)));
  }

  /** The head of the next answer; its body is left unread. */
  Answer head() throws IOException {
    return new Answer(until("\r\n\r\n"), "");
  }

  /** Reads up to and including this. */
  String until(String mark) throws IOException {
    var read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.UTF_8).endsWith(mark)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after: " + read);
      }
      read.write(next);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /** Whether the gateway closes the connection, with nothing more said on it. */
  boolean closed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private String chunks() throws IOException {
    var all = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(until("\r\n").strip(), 16);
      all.append(bytes(size));
      until("\r\n");
      if (size == 0) {
        return all.toString();
      }
    }
  }

  private String bytes(int count) throws IOException {
    return new String(in.readNBytes(count), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
