package io.sluice.audit;

import io.sluice.model.Bytes;
import java.util.Map;

/**
 * What is kept of one exchange.
 *
 * @param salt of the commitments that the record holds
 * @param parts what there is
 * @param whole false: not all of it could be kept
 */
public record Payload(
    Owner owner, Storing storing, Bytes salt, Map<Part, Bytes> parts, boolean whole) {
  /** The pieces of an exchange, by where they were seen. */
  public enum Part {
    /** As the caller sent it. */
    REQUEST,
    /** As the provider answered. */
    PROVIDER,
    /** As the caller got it; where it is redacted, its text alone. */
    CALLER,
    /**
     * The answer's texts: as the model said them, and as the caller got them where that differs.
     */
    TEXT
  }

  public Payload {
    parts = Map.copyOf(parts);
  }

  /** The id and what there is, never the content. */
  @Override
  public String toString() {
    return "Payload[" + owner.exchange().value() + ", " + storing.word() + ", " + parts + "]";
  }
}
