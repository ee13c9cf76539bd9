package io.sluice.inspect.rule;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** A set of code points. Immutable. */
final class CharSet {
  /** Every code point but the end of a line. */
  static final CharSet DOT = of(0, '\n' - 1, '\n' + 1, Character.MAX_CODE_POINT);

  /** Every code point. */
  static final CharSet ANY = of(0, Character.MAX_CODE_POINT);

  static final CharSet DIGIT = of('0', '9');
  static final CharSet WORD = of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
  static final CharSet SPACE = of('\t', '\r', ' ', ' ', '\u0085', '\u0085', '\u00a0', '\u00a0');

  private final int[] ranges;
  private final IntPredicate more;
  private final boolean anyCase;
  private final boolean negated;
  private final long low;
  private final long high;

  private CharSet(int[] ranges, IntPredicate more, boolean anyCase, boolean negated) {
    this.ranges = ranges;
    this.more = more;
    this.anyCase = anyCase;
    this.negated = negated;
    low = bits(0);
    high = bits(Long.SIZE);
  }

  private long bits(int from) {
    long bits = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      bits |= slow(from + i) ? 1L << i : 0;
    }
    return bits;
  }

  /** Of ranges, each by its first and its last. */
  static CharSet of(int... ranges) {
    return new CharSet(ranges, _ -> false, false, false);
  }

  /** Of all that {@code test} says yes to. */
  static CharSet where(IntPredicate test) {
    return new CharSet(new int[0], test, false, false);
  }

  /** What is in either; the other's case and negation are kept. */
  CharSet or(CharSet other) {
    boolean plain = !anyCase && !negated && !other.anyCase && !other.negated;
    if (!plain) {
      return where(c -> has(c) || other.has(c));
    }
    int[] all = Arrays.copyOf(ranges, ranges.length + other.ranges.length);
    System.arraycopy(other.ranges, 0, all, ranges.length, other.ranges.length);
    return new CharSet(all, more.or(other.more), false, false);
  }

  /** The same whatever the case. */
  CharSet anyCase() {
    return new CharSet(ranges, more, true, negated);
  }

  /** Everything else. */
  CharSet not() {
    return new CharSet(ranges, more, anyCase, !negated);
  }

  boolean has(int c) {
    if (c < Long.SIZE) {
      return (low >>> c & 1) != 0;
    }
    return c < 2 * Long.SIZE ? (high >>> c & 1) != 0 : slow(c);
  }

  private boolean slow(int c) {
    boolean in = in(c);
    if (!in && anyCase) {
      in = in(Character.toLowerCase(c)) || in(Character.toUpperCase(c));
    }
    return in != negated;
  }

  private boolean in(int c) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (c >= ranges[i] && c <= ranges[i + 1]) {
        return true;
      }
    }
    return more.test(c);
  }
}
