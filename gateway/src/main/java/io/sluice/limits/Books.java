package io.sluice.limits;

/**
 * The books of one account or of many, in micro-dollars.
 *
 * @param reserved all that was ever set aside
 * @param settled all that was charged
 * @param released all that was set aside and not needed
 * @param open all that is set aside now
 */
public record Books(long reserved, long settled, long released, long open) {
  /** Nothing happened yet. */
  public static final Books NONE = new Books(0, 0, 0, 0);

  /** True if {@code reserved = settled + released + open}, which always holds. */
  public boolean balanced() {
    return reserved == settled + released + open;
  }

  /** Both together. */
  public Books plus(Books other) {
    return new Books(
        reserved + other.reserved,
        settled + other.settled,
        released + other.released,
        open + other.open);
  }
}
