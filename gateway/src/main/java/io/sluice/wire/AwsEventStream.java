package io.sluice.wire;

import io.sluice.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into messages of AWS's event stream, however the bytes come, and writes such
 * messages. A message is a prelude (its length, the length of its headers, the CRC-32 of both),
 * headers, a payload, and the CRC-32 of all that; numbers are big-endian. Both checksums are
 * checked, and a stream with a wrong one is given up. Confined to one thread at a time.
 *
 * <p>Source: AWS event stream encoding, application/vnd.amazon.eventstream.
 */
public final class AwsEventStream {
  /** The content type of such a stream. */
  public static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

  /** The most one message may have; the format itself allows no more. */
  public static final int MOST_BYTES = 16 << 20;

  private static final int PRELUDE_BYTES = 12;
  private static final int CRC_BYTES = 4;
  private static final int LEAST_BYTES = PRELUDE_BYTES + CRC_BYTES;
  private static final int MOST_HEADER_BYTES = 128 << 10;
  private static final byte STRING = 7;

  /** Takes messages as they complete. */
  @FunctionalInterface
  public interface Sink {
    /** One message. */
    void message(Message message);
  }

  /**
   * One message.
   *
   * @param raw all its bytes
   * @param headers those that hold text, by name
   */
  public record Message(Bytes raw, Map<String, String> headers, Bytes payload) {
    public Message {
      headers = Map.copyOf(headers);
    }

    /** The text of a header, or nothing. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private byte[] buffer = new byte[1_024];
  private int size;
  private boolean givenUp;

  /**
   * Takes the next bytes and hands over each message they complete.
   *
   * @return false if they are no such stream, or a message is longer than {@link #MOST_BYTES}; what
   *     was taken in and not handed over is then {@link #rest}
   */
  public boolean accept(Bytes bytes, Sink sink) {
    if (givenUp) {
      return false;
    }
    room(bytes.length());
    System.arraycopy(bytes.array(), bytes.offset(), buffer, size, bytes.length());
    size += bytes.length();
    int from = 0;
    while (!givenUp && size - from >= PRELUDE_BYTES) {
      int length = length(from);
      if (length < 0) {
        givenUp = true;
      } else if (size - from < length) {
        break;
      } else {
        Message message = message(Bytes.owning(Arrays.copyOfRange(buffer, from, from + length)));
        if (message == null) {
          givenUp = true;
        } else {
          sink.message(message);
          from += length;
        }
      }
    }
    System.arraycopy(buffer, from, buffer, 0, size - from);
    size -= from;
    return !givenUp;
  }

  /** What was taken in and belongs to no whole message; it is given once. */
  public Bytes rest() {
    var left = Bytes.owning(Arrays.copyOf(buffer, size));
    size = 0;
    return left;
  }

  /** The length of the message whose prelude stands at {@code from}; -1 if it is none. */
  private int length(int from) {
    var prelude = ByteBuffer.wrap(buffer, from, PRELUDE_BYTES);
    int total = prelude.getInt();
    int headers = prelude.getInt();
    boolean possible =
        total >= LEAST_BYTES
            && total <= MOST_BYTES
            && headers >= 0
            && headers <= Math.min(MOST_HEADER_BYTES, total - LEAST_BYTES);
    return possible && prelude.getInt() == crc(buffer, from, 8) ? total : -1;
  }

  private static @Nullable Message message(Bytes raw) {
    byte[] bytes = raw.array();
    var all = ByteBuffer.wrap(bytes);
    int end = bytes.length - CRC_BYTES;
    int headerEnd = PRELUDE_BYTES + all.getInt(4);
    if (all.getInt(end) != crc(bytes, 0, end)) {
      return null;
    }
    var headers = new LinkedHashMap<String, String>();
    all.position(PRELUDE_BYTES).limit(headerEnd);
    while (all.hasRemaining()) {
      if (!header(all, headers)) {
        return null;
      }
    }
    return new Message(raw, headers, raw.slice(headerEnd, end));
  }

  /** Reads one header; false if it is cut off or of no known type. */
  private static boolean header(ByteBuffer all, Map<String, String> headers) {
    int nameBytes = Byte.toUnsignedInt(all.get());
    if (all.remaining() < nameBytes + 1) {
      return false;
    }
    String name = text(all, nameBytes);
    byte type = all.get();
    int valueBytes =
        switch (type) {
          case 0, 1 -> 0;
          case 2 -> 1;
          case 3 -> 2;
          case 4 -> 4;
          case 5, 8 -> 8;
          case 9 -> 16;
          case 6, STRING -> all.remaining() < 2 ? -1 : Short.toUnsignedInt(all.getShort());
          default -> -1;
        };
    if (valueBytes < 0 || all.remaining() < valueBytes) {
      return false;
    }
    String value = text(all, valueBytes);
    if (type == STRING) {
      headers.put(name, value);
    }
    return true;
  }

  private static String text(ByteBuffer all, int length) {
    var text =
        new String(all.array(), all.arrayOffset() + all.position(), length, StandardCharsets.UTF_8);
    all.position(all.position() + length);
    return text;
  }

  private void room(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }

  /** An event of that type with a payload of JSON. */
  public static Bytes event(String type, Bytes json) {
    return message(":event-type", type, "event", json);
  }

  /** An exception of that type, which ends a stream. */
  public static Bytes exception(String type, Bytes json) {
    return message(":exception-type", type, "exception", json);
  }

  private static Bytes message(String kind, String type, String messageType, Bytes json) {
    var headers = new ByteArrayOutputStream(96);
    header(headers, kind, type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", messageType);
    int length = LEAST_BYTES + headers.size() + json.length();
    var all = ByteBuffer.allocate(length);
    all.putInt(length).putInt(headers.size()).putInt(0).put(headers.toByteArray());
    all.put(json.buffer());
    return sealed(all.array());
  }

  private static void header(ByteArrayOutputStream out, String name, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    out.write(name.length());
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    out.write(STRING);
    out.write(text.length >> 8);
    out.write(text.length);
    out.writeBytes(text);
  }

  /** A message whose payload was changed, with the length and the checksums it has now. */
  public static Bytes resealed(Bytes changed) {
    byte[] bytes = changed.toArray();
    ByteBuffer.wrap(bytes).putInt(0, bytes.length);
    return sealed(bytes);
  }

  private static Bytes sealed(byte[] message) {
    var all = ByteBuffer.wrap(message);
    all.putInt(8, crc(message, 0, 8));
    int end = message.length - CRC_BYTES;
    all.putInt(end, crc(message, 0, end));
    return Bytes.owning(message);
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
