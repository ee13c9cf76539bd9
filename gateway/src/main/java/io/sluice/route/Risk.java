package io.sluice.route;

import io.sluice.model.Profile;
import io.sluice.model.Profile.Standing;

/**
 * The residual risk of a candidate's terms, from 0 to 1: what policy allowed and a route may still
 * weigh. The mean of five: who runs it, whether it trains on what it sees, how long it keeps it,
 * whether its jurisdiction is stated, whether its review is in date. What is unknown counts as the
 * worst.
 */
final class Risk {
  private static final int MONTH_DAYS = 30;

  private Risk() {}

  static double of(Profile profile) {
    double zone =
        switch (profile.zone()) {
          case OWN -> 0;
          case PRIVATE -> 0.5;
          case EXTERNAL -> 1;
        };
    double training =
        switch (profile.training()) {
          case NO -> 0;
          case YES, UNKNOWN -> 1;
        };
    int days = profile.retentionDays();
    double retention = days == 0 ? 0 : days > 0 && days <= MONTH_DAYS ? 0.5 : 1;
    double jurisdiction = profile.jurisdiction().isEmpty() ? 1 : 0;
    double review = profile.review().standing() == Standing.VALID ? 0 : 1;
    return (zone + training + retention + jurisdiction + review) / 5;
  }
}
