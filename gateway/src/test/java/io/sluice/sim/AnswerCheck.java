package io.sluice.sim;

import io.sluice.json.Json;
import io.sluice.model.Facts;
import io.sluice.model.Level;
import io.sluice.pipeline.Head;
import io.sluice.registry.RouteSetting;
import java.util.Objects;

/** What an exchange looks like once it is over: to its caller, and in the record. */
final class AnswerCheck {
  private final Oracle oracle;

  AnswerCheck(Oracle oracle) {
    this.oracle = oracle;
  }

  /** The gateway's thread is over and all it wrote is durable. */
  void over(Case one) {
    oracle.check(
        one.caller.complete() || one.caller.gone(), one.name() + " was left without an answer");
    oracle.check(one.decision == null || one.closing != null, one.name() + " has no closing entry");
    Json end = one.closing;
    if (end != null) {
      rulings(one);
      heard(one);
      released(one, end);
    }
    losses(one);
  }

  private void rulings(Case one) {
    int further = Math.max(0, one.sent.size() - 1);
    oracle.check(
        one.rulingsAllowed() >= further,
        one.name()
            + " made %d further attempts, ruled were %d".formatted(further, one.rulings.size()));
  }

  /** The caller heard what one model said, once: all of it, or a beginning of it. */
  private void heard(Case one) {
    Head head = one.caller.head();
    if (one.sent.isEmpty() || head == null || head.status() != 200) {
      return;
    }
    String heard = Heard.text(one.caller.asking(), one.caller.told());
    String said = one.sent.getLast().play().text();
    boolean whole = one.outcome().equals("answered");
    oracle.check(
        whole ? heard.equals(said) : said.startsWith(heard),
        one.name()
            + " ("
            + one.outcome()
            + ") was not told what the model said, once: '"
            + heard
            + "' for '"
            + said
            + "'");
  }

  /** What may not reach the caller did not, and what did was looked at. */
  private void released(Case one, Json end) {
    Facts facts = Objects.requireNonNull(one.facts);
    Json decision = Objects.requireNonNull(one.decision);
    var grants = facts.principal().grants();
    Level audience = grants.clearance();
    if (audience == null) {
      audience = facts.exposure().label().level().max(grants.level());
    }
    boolean enforced =
        oracle.snapshots(decision.at("rules").text("snapshot", "")).stream()
            .allMatch(one2 -> one2.labels().mode() != RouteSetting.Flow.OBSERVE);
    boolean forbidden = enforced && audience.compareTo(Level.CONFIDENTIAL) < 0;
    oracle.check(
        !forbidden || !one.caller.told().contains(Plays.LEAKED),
        one.name() + " was told a value that its caller may not have");
    boolean answered = one.outcome().equals("answered");
    boolean looked = !end.at("scans").at("run").items().isEmpty();
    boolean unlooked = !end.at("scans").at("missed").items().isEmpty();
    oracle.check(!answered || looked || unlooked, one.name() + " was answered and nobody looked");
  }

  /** What the format of the model that answered cannot say is a stated loss. */
  private void losses(Case one) {
    Head head = one.caller.head();
    Asking asking = one.caller.asking();
    String extra = asking.words().extra();
    if (head == null || head.status() != 200 || extra.isEmpty()) {
      return;
    }
    String model = head.headers().first("x-sluice-model", "");
    boolean across = asking.anthropic() != model.startsWith("claude/");
    String losses = head.headers().first("x-sluice-loss", "");
    oracle.check(
        !across || losses.contains(extra), one.name() + " lost " + extra + " without a word");
  }
}
