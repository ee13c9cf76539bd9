package io.sluice.pipeline;

import io.sluice.audit.Ruling;
import io.sluice.model.Code;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Label;
import io.sluice.model.Money;
import io.sluice.model.Prompt;
import io.sluice.policy.Leave;
import io.sluice.policy.Policy;
import io.sluice.registry.RouteSetting.Flow;

/**
 * Whether an answer may go to whoever asks, by all that a model saw of it. In strict an answer is
 * worth all that led to it, so this is known before a model is asked. Pure but for the record.
 */
final class Releasing {
  private Releasing() {}

  /**
   * Ends the exchange, in strict, if its answer could not be released.
   *
   * @throws io.sluice.model.Stop POLICY_DENIED, recorded; RECORD_UNAVAILABLE
   */
  static void settled(Policy policy, Rulings rulings, Undertaking work) {
    Content content = work.content();
    boolean answers = content.request() instanceof Prompt;
    if (content.mode() != Flow.STRICT || content.shadow() || !answers) {
      return;
    }
    Leave leave = asked(policy, content, content.facts(), content.seen());
    if (!leave.allowed()) {
      var rules = leave.rules();
      rulings.record(
          work, new Ruling("release", "answer", false, rules, leave.reason(), Money.ZERO, false));
      throw Fault.of(Code.POLICY_DENIED, "no answer could be released: " + leave.reason())
          .naming(rules)
          .stop();
    }
  }

  /** Why an answer made of content of that label could not be released; empty: it could. */
  static String refusal(Policy policy, Content content, Facts facts, Label seen) {
    Leave leave = asked(policy, content, facts, seen);
    return leave.allowed() ? "" : "policy_denied: " + leave.reason();
  }

  private static Leave asked(Policy policy, Content content, Facts facts, Label seen) {
    var to = content.snapshot().labels().audience(facts.principal(), seen.level());
    return policy.release(facts, seen, to, content.snapshot().rules());
  }
}
