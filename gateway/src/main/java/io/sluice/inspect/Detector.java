package io.sluice.inspect;

import java.util.List;

/**
 * Finds one type of value. The scanner stops at every trigger character and asks; the detector then
 * looks around, a bounded number of characters to the left and to the right, so that a whole text
 * costs linear time whatever it holds. Stateless.
 */
interface Detector {
  /** The type of its findings, such as {@code email}. */
  String type();

  /** Every type its findings may have; the one of {@link #type} where there is only one. */
  default List<String> types() {
    return List.of(type());
  }

  /** ASCII characters of which at least one stands in every match; the rarer, the cheaper. */
  default String triggers() {
    return "";
  }

  /** ASCII words, in any case, at whose ends {@link #word} is asked; none by default. */
  default List<String> words() {
    return List.of();
  }

  /**
   * True if a match is possible where {@code previous} stands just before the trigger; NUL stands
   * for what is not ASCII and for the text's beginning. A table is made of it, so that most
   * triggers in code and numbers cost one look.
   */
  default boolean after(char previous) {
    return false;
  }

  /**
   * True if its matches stay wherever another's overlap them, whatever the lengths: a key in the
   * place of a user's name must not pass for an address.
   */
  default boolean prevails() {
    return false;
  }

  /**
   * Looks around the trigger at {@code at} and tells the window if a match stands there. Looks left
   * first: what cannot be a match must be refused before anything right of the trigger is read,
   * because a look past the end of a stream's window makes the window wait for more.
   */
  default void verify(Window window, int at) {}

  /** Looks around one of its words, which stands in [start, end); otherwise as {@link #verify}. */
  default void word(Window window, int start, int end) {}
}
