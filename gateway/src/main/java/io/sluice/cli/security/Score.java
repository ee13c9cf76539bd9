package io.sluice.cli.security;

/**
 * One figure of a measurement.
 *
 * @param folder of the data set it was measured on
 * @param part a file, a type or a family within it; {@code all} for the whole
 * @param measure what was measured, such as {@code recall}
 * @param value in words people and programs read: a number, with its unit last
 * @param goal what it is held to; empty: it is only reported
 * @param met {@code yes} or {@code no}; empty where there is no goal
 */
public record Score(
    String folder, String part, String measure, String value, String goal, String met) {

  /** A share of {@code of} that is only reported. */
  public static Score share(Score.At at, String measure, long count, long of) {
    return new Score(at.folder, at.part, measure, share(count, of), "", "");
  }

  /** A share that should reach {@code least}. */
  public static Score atLeast(Score.At at, String measure, double value, double least) {
    return goal(at, measure, value, new Goal(">= " + number(least), value >= least));
  }

  /** A share that should not pass {@code most}. */
  public static Score atMost(Score.At at, String measure, double value, double most) {
    return goal(at, measure, value, new Goal("<= " + number(most), value <= most));
  }

  /** A figure that is only reported. */
  public static Score told(Score.At at, String measure, String value) {
    return new Score(at.folder, at.part, measure, value, "", "");
  }

  /** Where a figure belongs. */
  public record At(String folder, String part) {}

  private record Goal(String text, boolean met) {}

  private static Score goal(At at, String measure, double value, Goal goal) {
    return new Score(
        at.folder, at.part, measure, number(value), goal.text, goal.met ? "yes" : "no");
  }

  private static String share(long count, long of) {
    return of == 0 ? "-" : number((double) count / of) + " (" + count + "/" + of + ")";
  }

  private static String number(double value) {
    return String.format(java.util.Locale.ROOT, "%.4f", value).replaceAll("0{1,2}$", "");
  }
}
