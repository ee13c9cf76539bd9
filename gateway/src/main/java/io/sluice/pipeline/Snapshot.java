package io.sluice.pipeline;

import io.sluice.audit.Ruleset;
import io.sluice.flow.Tracer;
import io.sluice.limits.Allowances;
import io.sluice.model.Exposure;
import io.sluice.model.Findings;
import io.sluice.model.Provenance;
import io.sluice.policy.Rules;
import io.sluice.registry.Registry;
import io.sluice.registry.RouteSetting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Policy, inventory, labels, budgets and limits in force, swapped as a whole.
 *
 * @param trial rules that decide beside these and change nothing; null: none
 * @param validUntil when something in it changes by time alone: a review runs out
 */
public record Snapshot(
    Registry registry,
    Rules rules,
    @Nullable Rules trial,
    Labels labels,
    Allowances allowances,
    Ruleset ids,
    Instant validUntil) {
  /** How far the route of that name enforces labels of flows; else the installation's. */
  RouteSetting.Flow mode(String asked) {
    RouteSetting.Flow own = handling(asked).flow();
    return own == null ? labels.mode() : own;
  }

  /**
   * What of {@code provenance} is enforced there: in observe what comes back is recorded only, and
   * what the session has seen counts in strict alone.
   */
  Provenance enforced(String asked, Provenance provenance) {
    return switch (mode(asked)) {
      case OBSERVE -> provenance.unrecognised();
      case BALANCED -> provenance.alone();
      case STRICT -> provenance;
    };
  }

  /** What a request is worth that {@code speaker} makes, as far as its route enforces that. */
  Exposure exposure(Tracer.Speaker speaker, Provenance provenance, Findings findings) {
    var enforced = enforced(speaker.route(), provenance);
    return labels.labeller().label(speaker.principal(), enforced, findings, speaker.declared());
  }

  /** What is done with exchanges of the route of that name. */
  RouteSetting.Handling handling(String asked) {
    return registry.route(asked).map(RouteSetting::handling).orElse(RouteSetting.Handling.DEFAULT);
  }

  /** What callers are shown of the policy: the first 12 hex digits of its hash. */
  public String shownPolicy() {
    return ids.policy().substring(0, Math.min(12, ids.policy().length()));
  }
}
