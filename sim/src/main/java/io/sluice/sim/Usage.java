package io.sluice.sim;

/**
 * Tokens of one exchange.
 *
 * @param prompt all tokens of the prompt
 * @param cacheRead of these, read from a cache
 * @param cacheWritten of these, written to a cache
 * @param output all tokens of the answer
 * @param reasoning of these, thinking
 */
record Usage(long prompt, long cacheRead, long cacheWritten, long output, long reasoning) {
  private static final Usage ZERO = new Usage(0, 0, 0, 0, 0);
  private static final Usage WRONG = new Usage(1, 5_000, 0, 999_999_999, 7);

  /** What is reported under these faults. */
  Usage reported(Faults faults) {
    if (faults.has(Fault.UsageMode.ZERO)) {
      return ZERO;
    }
    return faults.has(Fault.UsageMode.WRONG) ? WRONG : this;
  }

  Usage doubled() {
    return new Usage(2 * prompt, 2 * cacheRead, 2 * cacheWritten, 2 * output, 2 * reasoning);
  }
}
