package io.sluice.registry;

import io.sluice.model.Level;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Review;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns stated terms into the profile that holds at one moment, and remembers when the next of them
 * changes by time alone. Used by one thread, once.
 */
final class Standings {
  private final Instant now;
  private final Instant shippedUntil;
  private Instant validUntil = Instant.MAX;

  Standings(Instant now, Instant shippedUntil) {
    this.now = now;
    this.shippedUntil = shippedUntil;
  }

  /** The soonest moment at which a profile that was asked for changes. */
  Instant validUntil() {
    return validUntil;
  }

  /** What {@code terms} mean now: not stated is the worst, and without a review in date, public. */
  Profile profile(Terms terms) {
    Standing standing = standing(terms.review());
    Level stated = Objects.requireNonNullElse(terms.clearance(), Level.PUBLIC);
    Level effective =
        switch (standing) {
          case VALID -> stated;
          case UNREVIEWED -> stated.min(Level.INTERNAL);
          case EXPIRED, MISSING, CHANGED -> Level.PUBLIC;
        };
    return new Profile(
        Objects.requireNonNullElse(terms.zone(), Zone.EXTERNAL),
        Objects.requireNonNullElse(terms.jurisdiction(), ""),
        Objects.requireNonNullElse(terms.retentionDays(), -1),
        Objects.requireNonNullElse(terms.training(), Training.UNKNOWN),
        effective,
        review(standing, terms.review()),
        Objects.requireNonNullElse(terms.diligence(), Diligence.NONE));
  }

  private static Review review(Standing standing, Terms.@Nullable Review review) {
    return review == null
        ? new Review(standing, "", null, null)
        : new Review(standing, review.reviewer(), review.reviewed(), review.expires());
  }

  private Standing standing(Terms.@Nullable Review review) {
    if (review == null) {
      return Standing.MISSING;
    }
    if (review.shipped()) {
      changesAt(shippedUntil);
      return now.isBefore(shippedUntil) ? Standing.UNREVIEWED : Standing.MISSING;
    }
    if (review.changed()) {
      return Standing.CHANGED;
    }
    Instant reviewed = review.reviewed();
    Instant expires = review.expires();
    if (reviewed == null || expires == null) {
      return Standing.MISSING;
    }
    changesAt(reviewed);
    changesAt(expires);
    if (!now.isBefore(expires)) {
      return Standing.EXPIRED;
    }
    return now.isBefore(reviewed) ? Standing.MISSING : Standing.VALID;
  }

  private void changesAt(Instant moment) {
    if (moment.isAfter(now) && moment.isBefore(validUntil)) {
      validUntil = moment;
    }
  }
}
