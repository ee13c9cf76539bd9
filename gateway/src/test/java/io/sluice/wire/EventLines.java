package io.sluice.wire;

import io.sluice.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/**
 * Event streams as lines that a reviewer can read, coded and decoded by AWS's own library. A line
 * is the type of an event and its payload; {@code !} stands before the type of an exception, {@code
 * ?} before the code of an error. A line {@code cut} cuts the last message in half, {@code flip}
 * changes a bit of it.
 */
final class EventLines {
  private EventLines() {}

  static Bytes encoded(String lines) {
    var out = new ByteArrayOutputStream();
    for (String line : lines.lines().toList()) {
      switch (line) {
        case "cut" -> {
          byte[] all = out.toByteArray();
          out.reset();
          out.write(all, 0, all.length - 40);
        }
        case "flip" -> {
          byte[] all = out.toByteArray();
          all[all.length - 9] ^= 1;
          out.reset();
          out.writeBytes(all);
        }
        default -> message(line).encode(out);
      }
    }
    return Bytes.owning(out.toByteArray());
  }

  private static Message message(String line) {
    int blank = line.indexOf(' ');
    String type = line.substring(0, blank);
    String payload = line.substring(blank + 1);
    var headers = new LinkedHashMap<String, HeaderValue>();
    if (type.startsWith("?")) {
      headers.put(":error-code", HeaderValue.fromString(type.substring(1)));
      headers.put(":error-message", HeaderValue.fromString(payload));
      headers.put(":message-type", HeaderValue.fromString("error"));
      return new Message(headers, new byte[0]);
    }
    boolean exception = type.startsWith("!");
    headers.put(
        exception ? ":exception-type" : ":event-type",
        HeaderValue.fromString(exception ? type.substring(1) : type));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    headers.put(":message-type", HeaderValue.fromString(exception ? "exception" : "event"));
    return new Message(headers, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** The lines that these bytes are; AWS's library checks the checksums. */
  static String decoded(Bytes bytes) {
    var decoder = new MessageDecoder();
    decoder.feed(ByteBuffer.wrap(bytes.toArray()));
    var lines = new StringBuilder();
    for (Message message : decoder.getDecodedMessages()) {
      Map<String, HeaderValue> headers = message.getHeaders();
      String mark = text(headers, ":message-type").equals("exception") ? "!" : "";
      String name = mark.isEmpty() ? ":event-type" : ":exception-type";
      lines.append(mark).append(text(headers, name)).append(' ');
      lines.append(new String(message.getPayload(), StandardCharsets.UTF_8)).append('\n');
    }
    return lines.toString();
  }

  private static String text(Map<String, HeaderValue> headers, String name) {
    return Objects.requireNonNull(headers.get(name), name).getString();
  }

  /** The messages that these bytes are. */
  static List<Message> messages(Bytes bytes) {
    var decoder = new MessageDecoder();
    decoder.feed(ByteBuffer.wrap(bytes.toArray()));
    return decoder.getDecodedMessages();
  }
}
