package io.sluice.audit;

import io.sluice.model.Bytes;
import java.util.List;

/**
 * What one exchange showed to whom, as fingerprints.
 *
 * @param salt of the exchange's commitments
 */
public record Sighting(Owner owner, Bytes salt, List<Piece> pieces) {
  /** Which way a text went. */
  public enum Way {
    /** From the caller to a model. */
    PROMPT,
    /** From a model to the caller. */
    ANSWER
  }

  /** How a text arrived at the other end. */
  public enum How {
    CLEAR,
    /** With values in it replaced. */
    MASKED,
    /** Not at all. */
    BLOCKED
  }

  /**
   * One text on its way.
   *
   * @param model {@code provider/id} that got or said it; empty: none did
   */
  public record Piece(Prints prints, Way way, String model, How how) {}

  public Sighting {
    pieces = List.copyOf(pieces);
  }
}
