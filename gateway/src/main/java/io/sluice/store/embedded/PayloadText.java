package io.sluice.store.embedded;

import io.sluice.audit.Owner;
import io.sluice.audit.Payload;
import io.sluice.audit.Payload.Part;
import io.sluice.audit.Storing;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;

/** How a payload lies in its file: an envelope that says whose key it is under, then sealed. */
final class PayloadText {
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 1 << 30;

  private PayloadText() {}

  /**
   * What stands in clear.
   *
   * @param holder surrogate of the person whose own key it is; empty: the tenant's key
   */
  record Envelope(String tenant, String holder, Bytes sealed) {
    static Envelope read(Bytes file) throws IOException {
      try (var in = in(file)) {
        if (in.readByte() != FORMAT) {
          throw new IOException("not a payload of this version");
        }
        return new Envelope(in.readUTF(), in.readUTF(), Bytes.owning(in.readAllBytes()));
      }
    }
  }

  static String holder(Owner owner) {
    return owner.subject();
  }

  static Bytes envelope(String tenant, String holder, Bytes sealed) throws IOException {
    var bytes = new ByteArrayOutputStream(sealed.length() + 64);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(tenant);
      out.writeUTF(holder);
      out.write(sealed.array(), sealed.offset(), sealed.length());
    }
    return Bytes.owning(bytes.toByteArray());
  }

  static Bytes write(Payload payload) throws IOException {
    var bytes = new ByteArrayOutputStream(4_096);
    try (var out = new DataOutputStream(bytes)) {
      Owner owner = payload.owner();
      out.writeUTF(owner.exchange().value());
      out.writeUTF(owner.tenant());
      out.writeUTF(owner.principal());
      out.writeUTF(owner.subject());
      out.writeUTF(owner.level().word());
      out.writeLong(owner.at().toEpochMilli());
      out.writeUTF(payload.storing().name());
      out.writeBoolean(payload.whole());
      block(out, payload.salt());
      out.writeByte(payload.parts().size());
      for (var part : payload.parts().entrySet()) {
        out.writeUTF(part.getKey().name());
        block(out, part.getValue());
      }
    }
    return Bytes.owning(bytes.toByteArray());
  }

  static Payload read(Bytes plain) throws IOException {
    try (var in = in(plain)) {
      var exchange = new ExchangeId(in.readUTF());
      String tenant = in.readUTF();
      String principal = in.readUTF();
      String subject = in.readUTF();
      Level level = Level.of(in.readUTF()).orElse(Level.RESTRICTED);
      var owner =
          new Owner(
              exchange, tenant, principal, subject, level, Instant.ofEpochMilli(in.readLong()));
      Storing storing = Storing.valueOf(in.readUTF());
      boolean whole = in.readBoolean();
      Bytes salt = block(in);
      var parts = new EnumMap<Part, Bytes>(Part.class);
      for (int left = in.readByte(); left > 0; left--) {
        parts.put(Part.valueOf(in.readUTF()), block(in));
      }
      return new Payload(owner, storing, salt, parts, whole);
    }
  }

  private static DataInputStream in(Bytes bytes) {
    return new DataInputStream(
        new ByteArrayInputStream(bytes.array(), bytes.offset(), bytes.length()));
  }

  private static void block(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.array(), bytes.offset(), bytes.length());
  }

  private static Bytes block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a payload is cut off");
    }
    return Bytes.owning(in.readNBytes(length));
  }
}
