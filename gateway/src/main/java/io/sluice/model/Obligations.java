package io.sluice.model;

/**
 * What a permit asks for in return, joined over every rule that permits: the strictest of each.
 *
 * @param maxOutputTokens the most that one answer may have; 0: no limit of policy's
 * @param storage what may at most be kept of the content
 * @param keepRegion whether no fallback may leave the jurisdiction that was begun in
 * @param wholeAnswers whether answers may not be streamed
 * @param schemaKept whether structured output and tool arguments are held to their schemas before
 *     any of the answer is released
 * @param recordedFirst whether the decision must be durable before anything leaves, wherever the
 *     route lets recording overlap
 */
public record Obligations(
    long maxOutputTokens,
    Storage storage,
    boolean keepRegion,
    boolean wholeAnswers,
    boolean schemaKept,
    boolean recordedFirst) {
  /** Nothing is asked for. */
  public static final Obligations NONE =
      new Obligations(0, Storage.FULL, false, false, false, false);

  /** What may at most be kept, least first. */
  public enum Storage {
    NONE,
    REDACTED,
    FULL
  }

  /** Both. */
  public Obligations join(Obligations other) {
    if (equals(NONE)) {
      return other;
    }
    if (other.equals(NONE)) {
      return this;
    }
    return new Obligations(
        least(maxOutputTokens, other.maxOutputTokens),
        storage.compareTo(other.storage) <= 0 ? storage : other.storage,
        keepRegion || other.keepRegion,
        wholeAnswers || other.wholeAnswers,
        schemaKept || other.schemaKept,
        recordedFirst || other.recordedFirst);
  }

  /** The lower of two limits, of which 0 is none. */
  public static long least(long one, long other) {
    return one == 0 ? other : other == 0 ? one : Math.min(one, other);
  }
}
