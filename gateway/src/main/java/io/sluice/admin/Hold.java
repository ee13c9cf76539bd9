package io.sluice.admin;

/**
 * A legal hold: what it covers is neither erased nor dropped with its month.
 *
 * @param exchange the one exchange; empty: all of a person
 * @param tenant of the person
 * @param subject the person, as the application names him; empty: it is about one exchange
 */
public record Hold(
    String id, String exchange, String tenant, String subject, String reason, String by) {
  public Hold {
    if (exchange.isEmpty() == subject.isEmpty()) {
      throw new IllegalArgumentException("a hold is of one exchange or of one person");
    }
  }

  /** The id and the reason; the person is nobody's business here. */
  @Override
  public String toString() {
    return "Hold[" + id + "]";
  }
}
