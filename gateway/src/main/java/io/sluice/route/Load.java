package io.sluice.route;

import java.util.Arrays;

/**
 * How busy and how quick one deployment is, as its callers feel it. Thread-safe; times are readings
 * of a forward clock.
 *
 * <p>The time to the first content is a peak-sensitive moving mean: a slower answer counts at once,
 * quicker ones move it down over ten seconds. How many calls may wait for their first content at
 * the same time adapts to it: one more with each answer that is about as quick as the quickest
 * lately, a tenth less with each that takes more than twice as long.
 */
final class Load {
  private static final double DECAY_NANOS = 10e9;
  private static final double SLOW_START_NANOS = 30e9;
  private static final double LEAST_SHARE = 0.1;
  private static final double FIRST_ROOM = 32;
  private static final double LEAST_ROOM = 2;
  private static final double MOST_ROOM = 1_024;
  private static final double QUICKEST_DRIFT = 1.001;
  private static final int OUTCOMES = 40;

  private final byte[] outcomes = new byte[OUTCOMES];
  private int told;
  private int good;
  private int waiting;
  private double mean;
  private long at;
  private double quickest;
  private double room = FIRST_ROOM;
  private boolean recovering;
  private long recovered;

  synchronized void began() {
    waiting++;
  }

  synchronized void over() {
    waiting = Math.max(0, waiting - 1);
  }

  /** An answer began after {@code took} nanoseconds. */
  synchronized void answered(long took, long now) {
    double weight = mean == 0 ? 0 : Math.exp(-(now - at) / DECAY_NANOS);
    mean = took > mean ? took : mean * weight + took * (1 - weight);
    at = now;
    quickest = quickest == 0 ? took : Math.min(quickest * QUICKEST_DRIFT, (double) took);
    room = took > 2 * quickest ? Math.max(LEAST_ROOM, room * 0.9) : Math.min(MOST_ROOM, room + 1);
  }

  /** An attempt said whether the deployment is well. */
  synchronized void said(boolean well) {
    byte outcome = (byte) (well ? 1 : 0);
    good += outcome - outcomes[told % OUTCOMES];
    outcomes[told % OUTCOMES] = outcome;
    told++;
  }

  /** Its circuit closed again: it gets its full share only slowly. */
  synchronized void recovered(long now) {
    recovering = true;
    recovered = now;
    Arrays.fill(outcomes, (byte) 0);
    told = 0;
    good = 0;
  }

  /** The share of the last attempts that went well; 1 until there were enough of them. */
  synchronized double success() {
    return told < OUTCOMES ? 1 : (double) good / OUTCOMES;
  }

  /** True if success was measured over enough attempts. */
  synchronized boolean measured() {
    return told >= OUTCOMES;
  }

  /** What one more call there costs in waiting; less is better. */
  synchronized double score(long now) {
    double feel = Math.max(1, mean * Math.exp(-(now - at) / (6 * DECAY_NANOS)));
    double score = feel * (waiting + 1);
    if (recovering) {
      double share = Math.max(LEAST_SHARE, (now - recovered) / SLOW_START_NANOS);
      recovering = share < 1;
      score /= Math.min(1, share);
    }
    return score / Math.pow(Math.max(0.1, success()), 4); // unreliable is as bad as slow
  }

  /** True if one more call may wait for its first content. */
  synchronized boolean hasRoom() {
    return waiting < room;
  }
}
