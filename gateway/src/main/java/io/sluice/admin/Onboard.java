package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.Snapshot;
import io.sluice.route.Learned;
import io.sluice.route.Measured;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Takes what probes found out about a model: recorded, and heeded from the next request on. */
public final class Onboard {
  private final Learned learned;
  private final Supplier<Snapshot> snapshots;
  private final Journal journal;

  /** Over the models in force. */
  public Onboard(Learned learned, Supplier<Snapshot> snapshots, Journal journal) {
    this.learned = learned;
    this.snapshots = snapshots;
    this.journal = journal;
  }

  /**
   * What was found.
   *
   * @param can by capability; one that could not be told is not in it
   * @param figures what was measured besides, for the record
   */
  public record Found(Map<String, Boolean> can, Map<String, String> figures) {
    public Found {
      can = Map.copyOf(can);
      figures = Map.copyOf(figures);
      if (!Measured.WORDS.containsAll(can.keySet())) {
        throw Fault.of(Code.INVALID_REQUEST, "unknown capability among " + can.keySet()).stop();
      }
    }
  }

  /**
   * Puts it in force. Needs the role operator.
   *
   * @return {@code provider/id} of the model
   * @throws io.sluice.model.Stop NOT_FOUND if no single model has that name
   */
  public String found(String model, Found found, Operator by) {
    by.require(Role.OPERATOR);
    Candidate candidate =
        snapshots
            .get()
            .registry()
            .single(model)
            .map(target -> target.candidates().getFirst())
            .orElseThrow(
                () -> Fault.of(Code.NOT_FOUND, "there is no model '" + model + "'").stop());
    var lacking = new TreeSet<String>();
    var details = new HashMap<>(found.figures());
    found
        .can()
        .forEach(
            (word, can) -> {
              details.put(word, can ? "yes" : "no");
              if (!can) {
                lacking.add(word);
              }
            });
    details.put("model", candidate.ref().text());
    journal.event("model.onboarded", by.name(), details);
    learned.measured().lacks(candidate.ref(), lacking);
    return candidate.ref().text();
  }
}
