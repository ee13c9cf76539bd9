package io.sluice.cli;

import java.io.IOException;

/**
 * One scene of the demonstration.
 *
 * @param asked what is asked, in a few words
 * @param stated what has to come of it
 */
record DemoScene(String asked, String stated, Play play) {
  /** Plays it and says how it went. */
  @FunctionalInterface
  interface Play {
    /**
     * @throws IOException if the gateway does not answer at all
     */
    void on(DemoReport report) throws IOException;
  }
}
