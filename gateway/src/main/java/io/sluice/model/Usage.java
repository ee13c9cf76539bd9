package io.sluice.model;

/**
 * What a provider says an answer used, in tokens. Kinds are disjoint: {@code input} leaves out what
 * was read from or written to a cache; {@code reasoning} is that part of {@code output} nobody saw
 * and is counted in {@code output} too.
 */
public record Usage(long input, long output, long cacheRead, long cacheWrite, long reasoning) {
  /** Nothing used. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

  public Usage {
    if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite < 0 || reasoning < 0) {
      throw new IllegalArgumentException("usage is never negative");
    }
  }

  /** Input of every kind. */
  public long totalInput() {
    return input + cacheRead + cacheWrite;
  }

  /** Kind by kind the larger of two reports of the same answer: reports are cumulative. */
  public Usage max(Usage later) {
    return new Usage(
        Math.max(input, later.input),
        Math.max(output, later.output),
        Math.max(cacheRead, later.cacheRead),
        Math.max(cacheWrite, later.cacheWrite),
        Math.max(reasoning, later.reasoning));
  }
}
