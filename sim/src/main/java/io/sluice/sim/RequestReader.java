package io.sluice.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests off a connection (RFC 9112): fixed length and chunked bodies. */
final class RequestReader {
  private static final int HEAD_LIMIT_BYTES = 256 * 1024;
  private static final int BODY_LIMIT_BYTES = 128 * 1024 * 1024;

  private final Inbound in;

  RequestReader(Inbound in) {
    this.in = in;
  }

  /** The next head; null when the client closed between requests. */
  @Nullable RequestHead head() throws IOException {
    String first = in.line(HEAD_LIMIT_BYTES);
    while (first != null && first.isEmpty()) {
      first = in.line(HEAD_LIMIT_BYTES);
    }
    if (first == null) {
      return null;
    }
    String[] parts = first.split(" ");
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new BadRequest(400, "bad request line");
    }
    var headers = new ArrayList<Header>();
    int size = first.length();
    while (true) {
      String line = in.line(HEAD_LIMIT_BYTES);
      if (line == null) {
        throw new BadRequest(400, "connection ended inside the head");
      }
      if (line.isEmpty()) {
        return new RequestHead(parts[0], parts[1], parts[2].equals("HTTP/1.1"), headers);
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new BadRequest(400, "bad header line");
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      size += line.length();
      if (size > HEAD_LIMIT_BYTES) {
        throw new BadRequest(431, "head too large");
      }
    }
  }

  byte[] body(RequestHead head) throws IOException {
    List<String> declared =
        head.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("content-length"))
            .map(Header::value)
            .distinct()
            .toList();
    boolean chunked = head.has("transfer-encoding", "chunked");
    if (declared.size() > (chunked ? 0 : 1)) {
      throw new BadRequest(400, "two lengths"); // a proxy in front was tricked: see RFC 9112, 6.3
    }
    if (chunked) {
      return chunked();
    }
    byte[] body = new byte[declared.isEmpty() ? 0 : length(declared.getFirst(), 10)];
    in.exactly(body, 0, body.length);
    return body;
  }

  private byte[] chunked() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String line = in.line(HEAD_LIMIT_BYTES);
      if (line == null) {
        throw new BadRequest(400, "connection ended inside a chunk");
      }
      int extension = line.indexOf(';');
      int size = length((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        skipTrailers();
        return body.toByteArray();
      }
      if (body.size() + (long) size > BODY_LIMIT_BYTES) {
        throw new BadRequest(413, "body too large");
      }
      byte[] chunk = new byte[size];
      in.exactly(chunk, 0, size);
      body.writeBytes(chunk);
      if (!"".equals(in.line(HEAD_LIMIT_BYTES))) {
        throw new BadRequest(400, "chunk not followed by a line end");
      }
    }
  }

  private void skipTrailers() throws IOException {
    String line = in.line(HEAD_LIMIT_BYTES);
    while (line != null && !line.isEmpty()) {
      line = in.line(HEAD_LIMIT_BYTES);
    }
  }

  private static int length(String digits, int radix) throws IOException {
    try {
      int length = Integer.parseInt(digits.toLowerCase(Locale.ROOT), radix);
      if (length < 0 || length > BODY_LIMIT_BYTES) {
        throw new BadRequest(413, "body too large");
      }
      return length;
    } catch (NumberFormatException notANumber) {
      throw new BadRequest(400, "bad length");
    }
  }
}
