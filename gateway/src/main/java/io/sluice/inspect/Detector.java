package io.sluice.inspect;

/**
 * Finds one type of value. The scanner stops at every trigger character and asks; the detector then
 * looks around, a bounded number of characters to the left and to the right, so that a whole text
 * costs linear time whatever it holds. Stateless.
 */
interface Detector {
  /** The type of its findings, such as {@code email}. */
  String type();

  /** ASCII characters of which at least one stands in every match; the rarer, the cheaper. */
  String triggers();

  /**
   * Looks around the trigger at {@code at} and tells the window if a match stands there. Looks left
   * first: what cannot be a match must be refused before anything right of the trigger is read,
   * because a look past the end of a stream's window makes the window wait for more.
   */
  void verify(Window window, int at);
}
