package io.sluice.pipeline;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * The header {@code x-sluice-agents}: agents that a caller says it acts for, outermost first,
 * separated by commas. Nothing proves it, so it can only make policy stricter.
 */
final class Claim {
  private static final int MOST_AGENTS = 8;
  private static final int MOST_CHARS = 100;

  private Claim() {}

  /**
   * The agents that {@code received} names; none where it names none.
   *
   * @throws io.sluice.model.Stop INVALID_REQUEST if they are no names
   */
  static List<String> of(Received received) {
    return of(received.header("x-sluice-agents"));
  }

  static List<String> of(String header) {
    if (header.isBlank()) {
      return List.of();
    }
    var agents = new ArrayList<String>();
    for (String part : header.split(",", -1)) {
      String name = part.strip();
      boolean good = !name.isEmpty() && name.length() <= MOST_CHARS;
      if (!good || agents.size() == MOST_AGENTS || !name.chars().allMatch(Claim::fits)) {
        throw Fault.of(
                Code.INVALID_REQUEST,
                "the header x-sluice-agents is at most %d names of at most %d characters, separated by commas"
                    .formatted(MOST_AGENTS, MOST_CHARS))
            .stop();
      }
      agents.add(name);
    }
    return agents;
  }

  private static boolean fits(int c) {
    return c >= ' ' && c < 127;
  }
}
