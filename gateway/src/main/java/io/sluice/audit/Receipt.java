package io.sluice.audit;

/**
 * Proof that a decision is durable: where it stands in the log. Only a {@link Recorded} can make
 * one, and what holds an answer back asks for it.
 */
public final class Receipt {
  private final String text;

  Receipt(String text) {
    this.text = text;
  }

  /** {@code <log>/<index>}. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
