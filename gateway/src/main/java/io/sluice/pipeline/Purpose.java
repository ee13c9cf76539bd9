package io.sluice.pipeline;

import io.sluice.model.Code;
import io.sluice.model.Fault;

/** The header {@code x-sluice-purpose}: one word, for policy and the record. */
final class Purpose {
  /** What a copy is for that is asked beside the traffic: no caller can state it. */
  static final String SHADOW = "shadow";

  /** What a classifier is asked for that a content rule names: no caller can state it either. */
  static final String CHECK = "check";

  private static final int MOST_CHARS = 64;

  private Purpose() {}

  /** The purpose of {@code received}. */
  static String of(Received received) {
    return received.shadowing().isEmpty() ? of(received.header("x-sluice-purpose")) : SHADOW;
  }

  /**
   * The word in {@code header}; empty if there is none.
   *
   * @throws io.sluice.model.Stop INVALID_REQUEST if it is no word
   */
  static String of(String header) {
    String word = header.strip();
    boolean good = word.length() <= MOST_CHARS && word.chars().allMatch(Purpose::fits);
    if (!good) {
      throw Fault.of(
              Code.INVALID_REQUEST,
              "the header x-sluice-purpose is one word of letters, digits, '-', '_' and '.'")
          .stop();
    }
    if (word.equals(SHADOW) || word.equals(CHECK)) {
      throw Fault.of(Code.INVALID_REQUEST, "the purpose '" + word + "' is the gateway's own")
          .stop();
    }
    return word;
  }

  private static boolean fits(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
  }
}
