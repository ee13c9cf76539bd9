package io.sluice.cli;

/**
 * What {@code doctor} found at one point.
 *
 * @param check what was looked at
 * @param text what is the case
 * @param fix what to do; empty where nothing has to be done
 */
record Finding(String check, State state, String text, String fix) {
  /** How it stands. */
  enum State {
    OK,
    NOTE,
    PROBLEM
  }

  static Finding ok(String check, String text) {
    return new Finding(check, State.OK, text, "");
  }

  /** Works, but somebody will want to know. */
  static Finding note(String check, String text, String fix) {
    return new Finding(check, State.NOTE, text, fix);
  }

  static Finding problem(String check, String text, String fix) {
    return new Finding(check, State.PROBLEM, text, fix);
  }
}
