package io.sluice.sim;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes messages of AWS's event stream. An event whose name begins with {@code !} is an exception.
 *
 * <p>Source: AWS event stream encoding, application/vnd.amazon.eventstream.
 */
final class AwsFraming implements Framing {
  private static final int TEXT = 7;
  private static final int FIXED_BYTES = 16;

  @Override
  public byte[] bytes(StreamEvent event) {
    boolean exception = event.name().startsWith("!");
    var out = new ByteArrayOutputStream();
    try {
      var headers = new ByteArrayOutputStream();
      var to = new DataOutputStream(headers);
      header(
          to,
          exception ? ":exception-type" : ":event-type",
          exception ? event.name().substring(1) : event.name());
      header(to, ":content-type", "application/json");
      header(to, ":message-type", exception ? "exception" : "event");
      byte[] payload = event.data().getBytes(StandardCharsets.UTF_8);
      var message = new DataOutputStream(out);
      message.writeInt(FIXED_BYTES + headers.size() + payload.length);
      message.writeInt(headers.size());
      message.writeInt(checksum(out));
      message.write(headers.toByteArray());
      message.write(payload);
      message.writeInt(checksum(out));
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return out.toByteArray();
  }

  private static void header(DataOutputStream out, String name, String value) throws IOException {
    out.writeByte(name.length());
    out.writeBytes(name);
    out.writeByte(TEXT);
    out.writeUTF(value);
  }

  private static int checksum(ByteArrayOutputStream soFar) {
    var crc = new CRC32();
    crc.update(soFar.toByteArray());
    return (int) crc.getValue();
  }
}
