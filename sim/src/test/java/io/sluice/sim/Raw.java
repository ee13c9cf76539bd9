package io.sluice.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare connection, for what an HTTP client would hide. */
final class Raw implements AutoCloseable {
  private final Socket socket;

  Raw(Simulator simulator) throws IOException {
    socket = new Socket(simulator.uri().getHost(), simulator.uri().getPort());
    socket.setSoTimeout(20_000);
  }

  /** Everything up to the end of the connection, and how that came. */
  record Rest(String text, boolean reset) {
    String body() {
      int head = text.indexOf("\r\n\r\n");
      return head < 0 ? "" : text.substring(head + 4);
    }

    /** The body of a chunked answer, as far as it came. */
    String content() {
      var content = new StringBuilder();
      String rest = body();
      while (rest.contains("\r\n")) {
        int line = rest.indexOf("\r\n");
        int size = Integer.parseInt(rest.substring(0, line), 16);
        int from = line + 2;
        int to = Math.min(rest.length(), from + size);
        content.append(rest, from, to);
        rest = to + 2 <= rest.length() && size > 0 ? rest.substring(to + 2) : "";
      }
      return content.toString();
    }
  }

  Raw send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Raw post(String path, String body, String... headerLines) throws IOException {
    var request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: sim\r\n");
    for (String line : headerLines) {
      request.append(line).append("\r\n");
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return send(request + "Content-Length: " + length + "\r\n\r\n" + body);
  }

  Rest rest() {
    var bytes = new ByteArrayOutputStream();
    boolean reset = false;
    try {
      bytes.writeBytes(socket.getInputStream().readAllBytes());
    } catch (IOException connectionReset) {
      reset = true;
    }
    return new Rest(bytes.toString(StandardCharsets.ISO_8859_1), reset);
  }

  /** Reads until this text has come; what came with it. */
  String until(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).contains(text)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("ended before: " + text);
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Closes with a reset. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
