package io.sluice.wire;

import io.sluice.model.Segment;
import io.sluice.model.Splice;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is changed on the way to a provider.
 *
 * @param model the id the provider knows the model by
 * @param maxOutputTokens the limit the gateway sets; 0: what the caller said, or nothing
 * @param usageNeeded whether the provider must be asked for usage that the caller did not ask for
 * @param memory what the provider may and does remember
 * @param splices what masking changes in the caller's own bytes, for {@link Codec#pass}
 * @param texts the text of each segment after masking, for {@link Codec#encode}
 */
public record Outgoing(
    String model,
    long maxOutputTokens,
    boolean usageNeeded,
    Memory memory,
    List<Splice> splices,
    UnaryOperator<Segment> texts) {
  public Outgoing {
    splices = List.copyOf(splices);
  }

  /** The same with these changes to the caller's own bytes. */
  public Outgoing changing(List<Splice> changes) {
    return new Outgoing(model, maxOutputTokens, usageNeeded, memory, changes, texts);
  }

  /** Nothing changed but the model's name. */
  public static Outgoing to(String model) {
    return new Outgoing(model, 0, false, Memory.FRESH, List.of(), UnaryOperator.identity());
  }
}
