package io.sluice.flow;

import io.sluice.model.Exposure;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.List;

/** The one place that makes a label milder. It names the rule that allows it. Pure. */
public final class Declassifier {
  /** Masking lowers a label to what remains once no finding of the masked categories is left. */
  public static final String MASKING = "masking";

  /** A value of few bits, said by a model that had no tools, is as trustworthy as our own. */
  public static final String CONSTRAINED = "constrained_output";

  /** Content may go to those who are named as its readers. */
  public static final String READER_MATCH = "reader_match";

  /** An operator says for a time what an origin is worth. */
  public static final String RELEASE = "operator_release";

  /**
   * A label and why it is milder than it was.
   *
   * @param rule the rule that allowed it; empty if the label is what it was
   */
  public record Declassified(Label label, String rule) {}

  private Declassifier() {}

  private static Declassified from(Label before, Label after, String rule) {
    return new Declassified(after, after.equals(before) ? "" : rule);
  }

  /**
   * The label of a request after masking.
   *
   * @param masked the proof that the values were replaced; only {@link Masks} can make one
   */
  public static Declassified masked(Exposure exposure, Masked masked) {
    Label before = exposure.label();
    Label after = masked.isEmpty() ? before : exposure.masking(masked.categories());
    return from(before, after, MASKING);
  }

  /**
   * What content is worth toward {@code destinations}: public, if every one of them is named as its
   * reader. Of content whose readers nobody named nothing changes.
   */
  public static Declassified toReaders(Label label, List<String> destinations) {
    Label after =
        label.readers().name(destinations)
            ? new Label(label.integrity(), Level.PUBLIC, label.categories(), label.readers())
            : label;
    return from(label, after, READER_MATCH);
  }

  /**
   * The label of an answer that is one of few values.
   *
   * @param spent the proof that its bits were affordable; only {@link Endorsements} makes one
   */
  public static Declassified constrained(Label label, Endorsements.Spent spent) {
    boolean low = spent.bits() >= 0 && label.integrity().compareTo(Integrity.INTERNAL) < 0;
    return from(label, low ? label.trusted(Integrity.INTERNAL) : label, CONSTRAINED);
  }

  /**
   * The label of content from an origin that an operator has released: no worse than the release
   * says. Its readers and categories stay.
   */
  public static Declassified released(Label label, Release release) {
    Integrity trust = label.integrity();
    if (release.integrity() != null && release.integrity().compareTo(trust) > 0) {
      trust = release.integrity();
    }
    Level level = label.level();
    if (release.level() != null && release.level().within(level)) {
      level = release.level();
    }
    return from(label, new Label(trust, level, label.categories(), label.readers()), RELEASE);
  }
}
