package io.sluice.route;

/**
 * A mean or a share with its 95% interval. Without observations the interval is all there can be.
 *
 * @param observations how many it rests on
 */
public record Figure(double value, double low, double high, double observations) {
  private static final double Z = 1.96;

  /** The share of {@code good} among {@code all} (Wilson's interval). */
  public static Figure share(double good, double all) {
    if (all <= 0) {
      return new Figure(0, 0, 1, 0);
    }
    double share = good / all;
    double z2 = Z * Z;
    double middle = (share + z2 / (2 * all)) / (1 + z2 / all);
    double half = Z * Math.sqrt(share * (1 - share) / all + z2 / (4 * all * all)) / (1 + z2 / all);
    return new Figure(share, Math.max(0, middle - half), Math.min(1, middle + half), all);
  }

  /**
   * The mean of {@code all} values by their sum and the sum of their squares; none is negative. Of
   * one value alone the interval has no end: it is infinite.
   */
  public static Figure mean(double sum, double squares, double all) {
    if (all <= 0) {
      return new Figure(0, 0, 0, 0);
    }
    double mean = sum / all;
    if (all < 2) {
      return new Figure(mean, 0, Double.POSITIVE_INFINITY, all);
    }
    double variance = Math.max(0, (squares - sum * mean) / (all - 1));
    double half = Z * Math.sqrt(variance / all);
    return new Figure(mean, Math.max(0, mean - half), mean + half, all);
  }
}
