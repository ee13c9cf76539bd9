package io.sluice.pipeline;

import io.sluice.audit.Descent.Would;
import io.sluice.audit.Ruling;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Exposure;
import io.sluice.model.Hold;
import io.sluice.model.Label;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Verdict;
import io.sluice.policy.Policy;
import io.sluice.registry.RouteSetting.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what the stricter modes would have done in observe: of a request, if what comes back were
 * enforced, and of an answer on its way. Thread-safe.
 */
public final class Foresight {
  private static final List<Flow> STRICTER = List.of(Flow.BALANCED, Flow.STRICT);
  private final Policy policy;
  private final FlowTallies tallies;

  /** By {@code policy}, counted in {@code tallies}. */
  public Foresight(Policy policy, FlowTallies tallies) {
    this.policy = policy;
    this.tallies = tallies;
  }

  /** What would have been decided of a request; {@link Would#NOTHING}: what was. */
  Would of(Content content, Decision ruling) {
    Would would = would(content, ruling);
    tallies.seen(content);
    tallies.would(content, FlowTallies.REQUEST, would.modes());
    return would;
  }

  private Would would(Content content, Decision ruling) {
    if (content.mode() != Flow.OBSERVE || !(ruling instanceof Permit permit)) {
      return Would.NOTHING;
    }
    var modes = new ArrayList<String>(2);
    String mildest = "";
    for (Flow mode : STRICTER) {
      String told = told(content, permit, mode);
      if (!told.isEmpty()) {
        modes.add(mode.name().toLowerCase(Locale.ROOT));
        mildest = mildest.isEmpty() ? told : mildest;
      }
    }
    return modes.isEmpty() ? Would.NOTHING : new Would(modes, mildest);
  }

  private String told(Content content, Permit was, Flow mode) {
    var provenance = content.inspection().provenance();
    boolean strict = mode == Flow.STRICT;
    Label all = strict ? provenance.marked() : provenance.context();
    Exposure now = content.facts().exposure();
    var base = now.base().join(all);
    if (base.equals(now.base())) {
      return strict ? Releasing.refusal(policy, content, content.facts(), now.label()) : "";
    }
    var stricter = content.facts().exposing(new Exposure(base, now.found()));
    String told = told(was, policy.decide(stricter, was.target(), content.snapshot().rules()));
    return told.isEmpty() && strict
        ? Releasing.refusal(policy, content, stricter, stricter.exposure().label())
        : told;
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

  /**
   * Records what stricter modes would not have released of an answer as it was; nothing is enforced
   * here, and where the log refuses the closing entry meets the same.
   */
  void answered(Undertaking work, Answer answer, Rulings rulings) {
    List<String> would = answer.passage().gate().would();
    if (!would.isEmpty()) {
      var ruling =
          new Ruling(
              "release", "answer", true, List.of(), String.join("; ", would), Money.ZERO, false);
      rulings.observe(work, ruling, List.of("balanced", "strict"));
    }
  }
}
