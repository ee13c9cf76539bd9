package io.sluice.tokens;

import io.sluice.model.Candidate.ModelRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many bytes of text make a token of each model, learned from what providers said was used. A
 * ratio of sizes over all tenants, nothing else: no text and nobody's volume can be read from it.
 * Bounded in number and in value, so that one odd answer, or many, cannot make estimates absurd.
 */
public final class Ratios {
  /** What is assumed of a model nobody asked yet. */
  public static final double USUAL = 4.0;

  private static final double LEAST = 1.0;
  private static final double MOST = 8.0;
  private static final double WEIGHT = 0.05;
  private static final int MOST_MODELS = 1_000;

  /** Smaller prompts say more of the frame around them than of their text. */
  private static final long LEAST_BYTES = 400;

  private final Map<ModelRef, Double> byModel = new ConcurrentHashMap<>();

  /** A prompt of so many bytes of text, and nothing but text, had so many tokens. */
  public void learn(ModelRef model, long textBytes, long tokens) {
    if (textBytes < LEAST_BYTES || tokens <= 0) {
      return;
    }
    if (!byModel.containsKey(model) && byModel.size() >= MOST_MODELS) {
      return;
    }
    double seen = Math.clamp((double) textBytes / tokens, LEAST, MOST);
    byModel.merge(model, seen, (old, now) -> old + WEIGHT * (now - old));
  }

  /** Bytes of text to one token. */
  public double bytesPerToken(ModelRef model) {
    return byModel.getOrDefault(model, USUAL);
  }
}
