package io.sluice.json;

import io.sluice.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON text, compact, in UTF-8, with the escapes of RFC 8785. It puts the commas; the caller
 * keeps the order of names (sorted where the text must be canonical). Not thread-safe.
 */
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] out;
  private int size;
  private boolean comma;

  /** A writer that expects about {@code bytes} of text. */
  public JsonWriter(int bytes) {
    out = new byte[Math.max(64, bytes)];
  }

  /** Opens an object. */
  public JsonWriter object() {
    return open('{');
  }

  /** Closes an object. */
  public JsonWriter endObject() {
    return close('}');
  }

  /** Opens an array. */
  public JsonWriter array() {
    return open('[');
  }

  /** Closes an array. */
  public JsonWriter endArray() {
    return close(']');
  }

  /** Writes a name; its value must follow. */
  public JsonWriter name(String name) {
    separate();
    quoted(name);
    put((byte) ':');
    comma = false;
    return this;
  }

  /** Writes a string. */
  public JsonWriter value(String text) {
    separate();
    quoted(text);
    comma = true;
    return this;
  }

  /** Writes a whole number. */
  public JsonWriter value(long number) {
    return raw(Long.toString(number));
  }

  /** Writes a number in its shortest form. */
  public JsonWriter value(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("JSON has no infinite numbers");
    }
    return number == Math.rint(number) && Math.abs(number) < 1.0e15
        ? value((long) number)
        : raw(Double.toString(number));
  }

  /** Writes true or false. */
  public JsonWriter value(boolean truth) {
    return raw(truth ? "true" : "false");
  }

  /** Writes null. */
  public JsonWriter nothing() {
    return raw("null");
  }

  /** Writes a value that is JSON already. */
  public JsonWriter raw(Bytes json) {
    separate();
    room(json.length());
    System.arraycopy(json.array(), json.offset(), out, size, json.length());
    size += json.length();
    comma = true;
    return this;
  }

  /** Writes a value that is JSON already, of ASCII characters only. */
  public JsonWriter raw(String json) {
    separate();
    ascii(json);
    comma = true;
    return this;
  }

  /** Writes {@code "name":"text"}. */
  public JsonWriter field(String name, String text) {
    return name(name).value(text);
  }

  /** Writes {@code "name":number}. */
  public JsonWriter field(String name, long number) {
    return name(name).value(number);
  }

  /** Writes {@code "name":true} or false. */
  public JsonWriter field(String name, boolean truth) {
    return name(name).value(truth);
  }

  /** Writes {@code "name":json}. */
  public JsonWriter field(String name, Bytes json) {
    return name(name).raw(json);
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** The text; the writer must not be used afterwards. */
  public Bytes done() {
    return Bytes.owning(out, size);
  }

  /** {@code text} with the escapes of a JSON string, without quotes. */
  public static Bytes escaped(String text) {
    var writer = new JsonWriter(text.length() + 16);
    writer.inside(text);
    return writer.done();
  }

  private JsonWriter open(char bracket) {
    separate();
    put((byte) bracket);
    comma = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    put((byte) bracket);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      put((byte) ',');
    }
  }

  private void quoted(String text) {
    put((byte) '"');
    inside(text);
    put((byte) '"');
  }

  private void inside(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = beyondAscii(text, i, c);
      } else if (c < 0x20 || c == '"' || c == '\\') {
        escape(c);
      } else {
        put((byte) c);
      }
    }
  }

  private int beyondAscii(String text, int i, char c) {
    int code = c;
    int last = i;
    if (Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1))) {
      code = Character.toCodePoint(c, text.charAt(i + 1));
      last = i + 1;
    } else if (Character.isSurrogate(c)) {
      unicode(c);
      return last;
    }
    utf8(code);
    return last;
  }

  private void utf8(int code) {
    room(4);
    if (code < 0x800) {
      out[size++] = (byte) (0xC0 | (code >> 6));
    } else {
      if (code < 0x10000) {
        out[size++] = (byte) (0xE0 | (code >> 12));
      } else {
        out[size++] = (byte) (0xF0 | (code >> 18));
        out[size++] = (byte) (0x80 | ((code >> 12) & 0x3F));
      }
      out[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
    }
    out[size++] = (byte) (0x80 | (code & 0x3F));
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> ascii("\\\"");
      case '\\' -> ascii("\\\\");
      case '\b' -> ascii("\\b");
      case '\f' -> ascii("\\f");
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      default -> unicode(c);
    }
  }

  private void unicode(char c) {
    ascii("\\u");
    room(4);
    for (int shift = 12; shift >= 0; shift -= 4) {
      out[size++] = HEX[(c >> shift) & 0xF];
    }
  }

  @SuppressWarnings("deprecation")
  private void ascii(String text) {
    room(text.length());
    text.getBytes(0, text.length(), out, size);
    size += text.length();
  }

  private void put(byte b) {
    room(1);
    out[size++] = b;
  }

  private void room(int more) {
    if (size + more > out.length) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, size + more));
    }
  }
}
