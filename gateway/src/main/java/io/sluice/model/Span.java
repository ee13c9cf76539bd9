package io.sluice.model;

/** A half-open range [start, end) of positions in some text or body; the owner says the unit. */
public record Span(int start, int end) {
  /** The empty range at 0. */
  public static final Span NONE = new Span(0, 0);

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a span: [" + start + ", " + end + ")");
    }
  }

  /** What of {@code text} it covers, where it counts characters. */
  public String of(String text) {
    return text.substring(start, end);
  }

  /** True if all of {@code other} lies in it. */
  public boolean holds(Span other) {
    return start <= other.start && other.end <= end;
  }

  /** Number of positions. */
  public int length() {
    return end - start;
  }
}
