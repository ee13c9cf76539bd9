package io.sluice.route;

import io.sluice.model.Candidate;

/**
 * What is expected of candidates at the task in hand: the seam for everything that learns. The
 * static table by task class is one; a router that looks at each request, a bandit or a detector of
 * drift is another, and changes nothing else.
 */
public interface Outlook {
  /** What is expected of {@code candidate}. */
  Expected of(Candidate candidate);

  /** What a request of this route usually is: the yardstick of cost. */
  Usual usual();

  /**
   * A usual request.
   *
   * @param inputTokens zero: not known, so the request in hand is the yardstick
   */
  record Usual(double inputTokens, double outputTokens) {
    /** Not known. */
    public static final Usual UNKNOWN = new Usual(0, 0);
  }
}
