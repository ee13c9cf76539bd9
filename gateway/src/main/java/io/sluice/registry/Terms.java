package io.sluice.registry;

import io.sluice.model.Level;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Paper;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody states of a provider or model, before time is looked at. Null: not stated, which
 * counts as the worst there is.
 *
 * @param jurisdiction such as {@code US} or {@code EU}
 * @param clearance the highest level it may see while its review is in date
 */
public record Terms(
    @Nullable Zone zone,
    @Nullable String jurisdiction,
    @Nullable Integer retentionDays,
    @Nullable Training training,
    @Nullable Level clearance,
    @Nullable Review review,
    @Nullable Diligence diligence) {
  /** Nothing is stated. */
  public static final Terms NONE = new Terms(null, null, null, null, null, null, null);

  /**
   * Who looked at the terms, and how long that holds.
   *
   * @param reviewed when; null: not stated, then it is no review
   * @param expires until when; null: not stated, then it is no review
   * @param shipped true for terms that came with Sluice and nobody here reviewed
   * @param changed true if what was reviewed is not what is stated or found now
   */
  public record Review(
      String reviewer,
      @Nullable Instant reviewed,
      @Nullable Instant expires,
      boolean shipped,
      boolean changed) {
    /** A review of what is stated. */
    public Review(
        String reviewer, @Nullable Instant reviewed, @Nullable Instant expires, boolean shipped) {
      this(reviewer, reviewed, expires, shipped, false);
    }

    /** Terms that came with Sluice. */
    public static final Review SHIPPED = new Review("", null, null, true);
  }

  public Terms {
    if (retentionDays != null && retentionDays < 0) {
      throw new IllegalArgumentException("retention days must be >= 0, was " + retentionDays);
    }
  }

  /**
   * These, and what {@code below} states where these state nothing.
   *
   * @param sharesReview whether the review may come from below, too
   */
  public Terms over(Terms below, boolean sharesReview) {
    return new Terms(
        first(zone, below.zone),
        first(jurisdiction, below.jurisdiction),
        first(retentionDays, below.retentionDays),
        first(training, below.training),
        first(clearance, below.clearance),
        sharesReview ? first(review, below.review) : review,
        first(diligence, below.diligence));
  }

  /** The same with another review. */
  Terms withReview(@Nullable Review other) {
    return new Terms(zone, jurisdiction, retentionDays, training, clearance, other, diligence);
  }

  /** SHA-256 in hex of all that is stated but the review: other terms have another. */
  public String fingerprint() {
    String text =
        String.join(
            "\n",
            String.valueOf(zone),
            String.valueOf(jurisdiction),
            String.valueOf(retentionDays),
            String.valueOf(training),
            String.valueOf(clearance),
            diligence(diligence));
    return Sha256.hex(text);
  }

  /** Reviews made before there were certifications and contracts stand where none is stated. */
  private static String diligence(@Nullable Diligence of) {
    if (of == null) {
      return "null";
    }
    String text =
        "Diligence[subProcessors=%s, incidentContact=%s, evidence=%s, owner=%s]"
            .formatted(of.subProcessors(), of.incidentContact(), of.evidence(), of.owner());
    return of.paper().equals(Paper.NONE) ? text : text + "\n" + of.paper();
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T below) {
    return own == null ? below : own;
  }
}
