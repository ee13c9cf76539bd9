package io.sluice.pipeline;

import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Verdict;
import io.sluice.policy.Policy;
import io.sluice.registry.RouteSetting;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what would have been decided in observe if what comes back were enforced, and counts both.
 * Thread-safe.
 */
public final class Foresight {
  private final Policy policy;
  private final FlowTallies tallies;

  /** By {@code policy}, counted in {@code tallies}. */
  public Foresight(Policy policy, FlowTallies tallies) {
    this.policy = policy;
    this.tallies = tallies;
  }

  /** What would have been decided; empty: what was, or nothing comes back. */
  String of(Content content, Decision ruling) {
    String would = would(content, ruling);
    tallies.seen(content, !would.isEmpty());
    return would;
  }

  private String would(Content content, Decision ruling) {
    var facts = content.facts();
    var base = facts.exposure().base().join(content.inspection().provenance().context());
    boolean same = base.equals(facts.exposure().base());
    if (content.mode() != RouteSetting.Flow.OBSERVE || same) {
      return "";
    }
    return switch (ruling) {
      case Permit permit -> {
        Facts stricter = facts.exposing(new Exposure(base, facts.exposure().found()));
        yield told(permit, policy.decide(stricter, permit.target(), content.snapshot().rules()));
      }
      case Hold _, Deny _ -> "";
    };
  }

  private static String told(Permit was, Decision would) {
    return switch (would) {
      case Deny deny -> deny.fault().code().word() + ": " + deny.fault().message();
      case Hold hold -> hold.fault().code().word() + ": " + hold.fault().message();
      case Permit permit -> {
        var lost = new ArrayList<>(allowed(was.verdicts()));
        lost.removeAll(allowed(permit.verdicts()));
        yield lost.isEmpty() ? "" : "not to " + String.join(", ", lost);
      }
    };
  }

  private static List<String> allowed(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(Verdict::allowed)
        .map(verdict -> verdict.candidate().ref().text())
        .toList();
  }
}
