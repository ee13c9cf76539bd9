package io.sluice.sim;

import io.sluice.identity.Presented;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and how the client behaves.
 *
 * @param key id of the key that it shows; empty: none that was ever good
 */
record Asking(int number, Door door, Words words, Manners manners, Presented shown, String key) {
  /** Where it goes, and whether it asks for a stream. */
  record Door(String path, boolean stream, String model) {}

  /**
   * What it says.
   *
   * @param prompt the text of its message
   * @param declared what its header says of it; null: nothing, or nonsense
   * @param canary a word that stands in no other prompt
   * @param values that have to be masked toward external providers
   * @param extra a field that only its own format has; empty: none
   */
  record Words(
      Bytes body,
      Headers headers,
      String prompt,
      @Nullable Level declared,
      String canary,
      List<Value> values,
      String extra) {}

  /** A value that detectors find, and the category it makes of a prompt. */
  record Value(String text, String category) {}

  /** How its body comes. */
  enum Body {
    AT_ONCE,
    SLOWLY,
    TOO_LARGE,
    NEVER,
    LEFT
  }

  /**
   * How it behaves.
   *
   * @param leaves when it closes the connection; null: never
   * @param slow whether it reads more slowly than it is answered
   * @param limit how long its exchange may take
   */
  record Manners(Body body, @Nullable Duration leaves, boolean slow, Duration limit) {}

  String name() {
    return "exchange " + number;
  }

  boolean anthropic() {
    return door.path().startsWith("/v1/messages");
  }
}
