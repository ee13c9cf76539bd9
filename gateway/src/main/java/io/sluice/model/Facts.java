package io.sluice.model;

import java.time.Instant;
import java.util.List;

/**
 * The closed list of what policy may see of one exchange. No content. Written whole into the
 * decision entry: with the Snapshot it is all that replay needs.
 *
 * @param purpose a configured word; empty where the caller stated none
 * @param waivers ids of waivers in force for this principal
 */
public record Facts(
    Principal principal,
    Traits traits,
    Exposure exposure,
    String purpose,
    Instant moment,
    List<String> waivers) {
  public Facts {
    waivers = List.copyOf(waivers);
  }
}
