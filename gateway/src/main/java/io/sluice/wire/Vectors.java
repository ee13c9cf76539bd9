package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** The two ways to say a vector: a list of numbers, or base64 of little-endian 32-bit floats. */
public final class Vectors {
  private static final int FLOAT_CHARS = 12;

  private Vectors() {}

  /** True if {@code vector} is said in base64. */
  public static boolean isBase64(Bytes vector) {
    return !vector.isEmpty() && vector.at(0) == '"';
  }

  /** The same vector as a JSON string of base64. */
  public static Bytes base64(Bytes numbers) {
    Json list = Fields.lenient(numbers);
    var floats =
        ByteBuffer.allocate(list.items().size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Json item : list.items()) {
      floats.putFloat((float) item.number().orElse(0));
    }
    String text = Base64.getEncoder().encodeToString(floats.array());
    return new JsonWriter(text.length() + 2).value(text).done();
  }

  /** The same vector as a JSON list; {@code text} if it is one, or no base64 of floats. */
  public static Bytes numbers(Bytes text) {
    if (!isBase64(text)) {
      return text;
    }
    byte[] raw;
    try {
      raw = Base64.getDecoder().decode(Fields.lenient(text).string().orElse(""));
    } catch (IllegalArgumentException e) {
      return text;
    }
    if (raw.length % Float.BYTES != 0) {
      return text;
    }
    var floats = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    var out = new JsonWriter(raw.length / Float.BYTES * FLOAT_CHARS).array();
    while (floats.hasRemaining()) {
      float number = floats.getFloat();
      out.raw(Float.isFinite(number) ? Float.toString(number) : "0");
    }
    return out.endArray().done();
  }
}
