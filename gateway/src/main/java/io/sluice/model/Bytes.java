package io.sluice.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes: a view over an array that nobody changes any more. */
public final class Bytes {
  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Takes over {@code array}: the caller must not write to it afterwards. */
  public static Bytes owning(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
  }

  /** Takes over the first {@code length} bytes of {@code array}, as {@link #owning(byte[])}. */
  public static Bytes owning(byte[] array, int length) {
    return new Bytes(array, 0, length);
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return owning(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** True if there is not one byte. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at {@code index}, in [0, length). */
  public byte at(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index);
    }
    return array[offset + index];
  }

  /** The bytes in [from, to), sharing the array. */
  public Bytes slice(int from, int to) {
    if (from < 0 || to < from || to > length) {
      throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + length);
    }
    return new Bytes(array, offset + from, to - from);
  }

  /** The bytes of {@code span}, sharing the array. */
  public Bytes slice(Span span) {
    return slice(span.start(), span.end());
  }

  /** The backing array, for readers that need one; whoever takes it must not write to it. */
  public byte[] array() {
    return array;
  }

  /** Where this view starts in {@link #array()}. */
  public int offset() {
    return offset;
  }

  /** Where this view starts inside {@code whole}; -1 if it is no view of the same bytes. */
  @SuppressWarnings("ReferenceEquality") // the question is whether it is the very same array
  public int within(Bytes whole) {
    boolean inside =
        array == whole.array
            && offset >= whole.offset
            && offset + length <= whole.offset + whole.length;
    return inside ? offset - whole.offset : -1;
  }

  /** A copy. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** A read-only buffer over the same bytes. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
  public String utf8() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The length only: bytes may be prompt text or a secret. */
  @Override
  public String toString() {
    return "Bytes[" + length + "]";
  }
}
