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
 * @param losses what translations to the candidates would lose
 */
public record Facts(
    Principal principal,
    Traits traits,
    Exposure exposure,
    String purpose,
    Instant moment,
    List<String> waivers,
    Losses losses) {
  public Facts {
    waivers = List.copyOf(waivers);
  }

  /** The same asked by another. */
  public Facts by(Principal other) {
    return new Facts(other, traits, exposure, purpose, moment, waivers, losses);
  }

  /** The same with content that is exposed so. */
  public Facts exposing(Exposure other) {
    return new Facts(principal, traits, other, purpose, moment, waivers, losses);
  }

  /** The same with what translations would lose. */
  public Facts losing(Losses found) {
    return new Facts(principal, traits, exposure, purpose, moment, waivers, found);
  }
}
