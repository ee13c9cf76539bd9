package io.sluice.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A change to a body that leaves every other byte as it stands. */
public record Splice(Span span, Bytes replacement) {

  /**
   * {@code original} with every splice applied.
   *
   * @throws IllegalArgumentException if two splices overlap
   */
  public static Bytes apply(Bytes original, List<Splice> splices) {
    if (splices.isEmpty()) {
      return original;
    }
    var ordered = new ArrayList<>(splices);
    ordered.sort(Comparator.comparingInt(splice -> splice.span.start()));
    int length = original.length();
    for (Splice splice : ordered) {
      length += splice.replacement.length() - splice.span.length();
    }
    var out = new byte[length];
    int from = 0;
    int to = 0;
    for (Splice splice : ordered) {
      int start = splice.span.start();
      if (start < from) {
        throw new IllegalArgumentException("splices overlap at byte " + start);
      }
      to = copy(original.slice(from, start), out, to);
      to = copy(splice.replacement, out, to);
      from = splice.span.end();
    }
    copy(original.slice(from, original.length()), out, to);
    return Bytes.owning(out);
  }

  private static int copy(Bytes from, byte[] out, int at) {
    System.arraycopy(from.array(), from.offset(), out, at, from.length());
    return at + from.length();
  }
}
