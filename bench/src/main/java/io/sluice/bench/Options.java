package io.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param root the folder of the checkout
 * @param cache the start-up cache; the empty path for none
 * @param round how long one round lasts
 * @param streams how many streams are opened to measure their memory
 * @param parts what is measured, of {@link #PARTS}
 * @param peers whether another gateway is measured beside ours
 */
record Options(
    Path root, Path cache, Duration round, int streams, Set<String> parts, boolean peers) {
  /** Everything that can be measured. */
  static final Set<String> PARTS = Set.of("saturated", "rate", "allowances", "streams", "starts");

  /** Reads them; null if they are not understood. */
  static @Nullable Options read(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("load")) {
      return null;
    }
    int seconds = 4;
    int streams = 1_000;
    Set<String> parts = PARTS;
    boolean peers = false;
    for (int i = 1; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--seconds" -> seconds = number(arguments, ++i);
        case "--streams" -> streams = number(arguments, ++i);
        case "--peers" -> peers = true;
        case "--only" -> parts = parts(arguments, ++i);
        default -> seconds = 0;
      }
    }
    if (seconds < 1 || streams < 1 || !PARTS.containsAll(parts)) {
      return null;
    }
    return new Options(
        Path.of(System.getProperty("sluice.root", ".")),
        Path.of(System.getProperty("sluice.cache", "")),
        Duration.ofSeconds(seconds),
        streams,
        parts,
        peers);
  }

  /** Whether {@code part} is to be measured. */
  boolean measures(String part) {
    return parts.contains(part);
  }

  private static Set<String> parts(List<String> arguments, int index) {
    return index < arguments.size() ? Set.of(arguments.get(index).split(",")) : Set.of("");
  }

  private static int number(List<String> arguments, int index) {
    try {
      return index < arguments.size() ? Integer.parseInt(arguments.get(index)) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
