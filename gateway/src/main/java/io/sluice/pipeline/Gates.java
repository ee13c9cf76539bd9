package io.sluice.pipeline;

import io.sluice.flow.Endorsements;
import io.sluice.flow.Lineage;
import io.sluice.flow.Masked;
import io.sluice.flow.Meaning;
import io.sluice.inspect.Inspector;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.ExchangeId;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Verdict;
import io.sluice.policy.Policy;
import io.sluice.registry.RouteSetting;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Masks what goes to a provider and makes the gate that its answer comes back through. */
public final class Gates {
  private final Inspector inspector;
  private final Policy policy;
  private final Lineage lineage;
  private final Handover handover;
  private final Rulings rulings;
  private final Endorsements endorsements;

  /** What knows content again, and who is asked before an answer goes on. */
  public record Beyond(
      Lineage lineage, Handover handover, Rulings rulings, Endorsements endorsements) {}

  /**
   * Gates that look with {@code inspector} and ask {@code policy} what may be released; what was is
   * known to the lineage before anybody has it.
   */
  public Gates(Inspector inspector, Policy policy, Beyond beyond) {
    this.inspector = inspector;
    this.policy = policy;
    this.lineage = beyond.lineage();
    this.handover = beyond.handover();
    this.rulings = beyond.rulings();
    this.endorsements = beyond.endorsements();
  }

  /** How far the budgets pay for an answer of {@code model}; null: no budget applies. */
  @Nullable Extent extent(Undertaking work, String model) {
    return Extent.of(work, rulings, model);
  }

  /** Who is asked before what waits of this answer leaves; null where nothing waits. */
  Passage.@Nullable Judge judge(Undertaking work, Gate gate) {
    return handover.judge(work, gate.acts()::holding);
  }

  /** The answer that was approved for this very request; from then on it is gone. */
  Optional<Bytes> approved(Undertaking work) {
    return handover.approved(work);
  }

  /** The request as a provider may see it that must not see {@code categories}. */
  Masked mask(Content content, Categories categories) {
    return content
        .snapshot()
        .labels()
        .masks()
        .plan(
            content.facts().principal(),
            content.request(),
            content.inspection().findings(),
            categories);
  }

  /** The gate for one answer. In observe nothing is held back: findings are recorded. */
  Gate over(Undertaking work, Verdict verdict, Masked masked) {
    Content content = work.content();
    ExchangeId exchange = work.decided().exchange();
    var due = content.snapshot().labels().content().due(content, verdict.candidate());
    var to = new Guards.Audience(forbidden(content), content.audience(), most(content), due);
    var bars = new Bars(content, lineage, exchange.value(), to);
    boolean observed = content.mode() == RouteSetting.Flow.OBSERVE;
    var watch = observed ? new Watch(content, bars, type -> releasable(content, type)) : null;
    var beside = new Tap.Beside(new Endorsing(content, endorsements), watch);
    var tap = new Tap(lineage, content, exchange, beside);
    return new Gate(inspector, masked.restoration(), new Guards(content, bars, to), tap);
  }

  private boolean releasable(Content content, String type) {
    Label label = content.snapshot().labels().settings().meaning(type).label();
    return releasable(content, label, content.audience());
  }

  private boolean releasable(Content content, Label label, Level audience) {
    var rules = content.snapshot().rules();
    return policy.release(content.facts(), label, audience, rules).allowed();
  }

  private Set<String> forbidden(Content content) {
    if (content.mode() == RouteSetting.Flow.OBSERVE) {
      return Set.of();
    }
    Level audience = content.audience();
    var types = new HashSet<String>();
    for (Map.Entry<String, Meaning> meaning :
        content.snapshot().labels().settings().findings().entrySet()) {
      if (!releasable(content, meaning.getValue().label(), audience)) {
        types.add(meaning.getKey());
      }
    }
    return types;
  }

  private static Level most(Content content) {
    return content.snapshot().labels().audience(content.facts().principal(), Level.RESTRICTED);
  }
}
