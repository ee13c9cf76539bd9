package io.sluice.pipeline;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
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
   * The agents that a request's {@code headers} name; none where they name none.
   *
   * @throws io.sluice.model.Stop INVALID_REQUEST if they are no names
   */
  static List<String> of(Headers headers) {
    String header = headers.first("x-sluice-agents", "");
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
