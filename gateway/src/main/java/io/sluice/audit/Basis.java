package io.sluice.audit;

import io.sluice.model.Reserved;

/**
 * What a decision rests on besides the Facts.
 *
 * @param overlapped true: the entry need not be durable before something leaves, only before the
 *     first byte is released ({@code record: overlapped}; {@link Decided#receipt} waits for it)
 */
public record Basis(
    Ruleset rules,
    Scans scans,
    Arrival arrival,
    Reserved reserved,
    boolean overlapped,
    Descent descent) {
  /** The same with what was set aside for the exchange. */
  public Basis reserving(Reserved now) {
    return new Basis(rules, scans, arrival, now, overlapped, descent);
  }

  /** The same, where recording may overlap with the call. */
  public Basis overlapping(boolean may) {
    return new Basis(rules, scans, arrival, reserved, may, descent);
  }
}
