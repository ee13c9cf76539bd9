package io.sluice.policy;

import java.util.List;

/**
 * Something wrong in a bundle.
 *
 * @param file path inside the bundle; empty: the bundle as a whole
 * @param line from 1; 0: the file as a whole
 * @param column from 1, in characters
 * @param nearest valid names that may have been meant
 */
public record Problem(String file, int line, int column, String message, List<String> nearest) {
  public Problem {
    nearest = List.copyOf(nearest);
  }

  /** {@code file:line:column: message (did you mean ...?)}. */
  public String text() {
    String where = line == 0 ? file : file + ":" + line + ":" + column;
    String hint = nearest.isEmpty() ? "" : " (did you mean " + String.join(" or ", nearest) + "?)";
    return (where.isEmpty() ? "" : where + ": ") + message + hint;
  }
}
