package io.sluice.model;

/** The id of one exchange: a UUIDv7 (RFC 9562, section 5.7) in its text form. */
public record ExchangeId(String value) {
  public ExchangeId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an exchange has an id");
    }
  }
}
