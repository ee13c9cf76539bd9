package io.sluice.model;

import java.time.Instant;
import java.util.List;

/**
 * The closed list of what policy may see of one exchange. No content. Written whole into the
 * decision entry: with the Snapshot it is all that replay needs.
 *
 * @param purpose a configured word; empty where the caller stated none
 * @param waivers in force for this principal, each as {@code rule#id}, or {@code rule@resource#id}
 *     where it is for one provider or model alone
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
