package io.sluice.flow;

import io.sluice.model.Exposure;
import io.sluice.model.Label;

/** The one place that makes a label milder. It names the rule that allows it. Pure. */
public final class Declassifier {
  /** Masking lowers a label to what remains once no finding of the masked categories is left. */
  public static final String MASKING = "masking";

  /**
   * A label and why it is milder than it was.
   *
   * @param rule the rule that allowed it; empty if the label is what it was
   */
  public record Declassified(Label label, String rule) {}

  private Declassifier() {}

  /**
   * The label of a request after masking.
   *
   * @param masked the proof that the values were replaced; only {@link Masks} can make one
   */
  public static Declassified masked(Exposure exposure, Masked masked) {
    Label before = exposure.label();
    if (masked.isEmpty()) {
      return new Declassified(before, "");
    }
    Label after = exposure.masking(masked.categories());
    return new Declassified(after, after.equals(before) ? "" : MASKING);
  }
}
