package io.sluice.limits;

import java.util.Map;

/**
 * How the most that an exchange can cost is reckoned, in tokens.
 *
 * @param defaultOutput the most output a caller gets that set no limit of its own
 * @param leastOutput the least output for which such a caller is still served
 * @param frame what a provider adds around the text of any request
 * @param toolFrame what a provider adds when tools are offered
 * @param media the most that one part may be, by modality; a modality that is not named counts as
 *     the dearest
 */
public record BudgetSettings(
    long defaultOutput, long leastOutput, long frame, long toolFrame, Map<String, Long> media) {
  /** What holds unless configuration says otherwise. */
  public static final BudgetSettings DEFAULT =
      new BudgetSettings(
          8_192, 256, 64, 2_048, Map.of("image", 50_000L, "document", 350_000L, "audio", 150_000L));

  public BudgetSettings {
    media = Map.copyOf(media);
    if (leastOutput < 1 || defaultOutput < leastOutput) {
      throw new IllegalArgumentException("1 <= least output <= default output does not hold");
    }
    if (frame < 0 || toolFrame < 0 || media.values().stream().anyMatch(tokens -> tokens < 0)) {
      throw new IllegalArgumentException("token bounds are never negative");
    }
  }
}
