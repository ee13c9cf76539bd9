package io.sluice.model;

/**
 * What a provider says an answer used, in tokens. Kinds are disjoint: {@code input} leaves out what
 * was read from or written to a cache; {@code reasoning} is that part of {@code output} nobody saw
 * and is counted in {@code output} too, and never more than it.
 *
 * @param served how it was served, as far as that changes the price
 */
public record Usage(
    long input, long output, long cacheRead, long cacheWrite, long reasoning, Served served) {
  /** Nothing used. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, Served.USUAL);

  /**
   * How an answer was served.
   *
   * @param cacheWriteHour that part of the tokens written to a cache that it keeps for an hour
   * @param searches how often the provider searched the web
   * @param service the class of service, such as {@code priority}; empty: the usual one
   */
  public record Served(long cacheWriteHour, long searches, String service) {
    /** As usual. */
    public static final Served USUAL = new Served(0, 0, "");

    private static final int NAME_CHARS = 32;

    public Served {
      service = service.length() > NAME_CHARS ? "" : service;
      if (cacheWriteHour < 0 || searches < 0) {
        throw new IllegalArgumentException("usage is never negative");
      }
    }

    private Served max(Served later) {
      return new Served(
          Math.max(cacheWriteHour, later.cacheWriteHour),
          Math.max(searches, later.searches),
          later.service.isEmpty() ? service : later.service);
    }
  }

  public Usage {
    if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite < 0 || reasoning < 0) {
      throw new IllegalArgumentException("usage is never negative");
    }
    reasoning = Math.min(reasoning, output);
    if (served.cacheWriteHour() > cacheWrite) {
      served = new Served(cacheWrite, served.searches(), served.service());
    }
  }

  /** The same tokens, served so. */
  public Usage as(Served how) {
    return new Usage(input, output, cacheRead, cacheWrite, reasoning, how);
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
        Math.max(reasoning, later.reasoning),
        served.max(later.served));
  }

  /** The tokens, and how they were served where that was not as usual. */
  @Override
  public String toString() {
    String tokens =
        "Usage[input=%d, output=%d, cacheRead=%d, cacheWrite=%d, reasoning=%d"
            .formatted(input, output, cacheRead, cacheWrite, reasoning);
    return tokens + (served.equals(Served.USUAL) ? "]" : ", " + served + "]");
  }
}
