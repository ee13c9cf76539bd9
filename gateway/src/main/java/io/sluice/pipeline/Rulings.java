package io.sluice.pipeline;

import io.sluice.audit.Recorder;
import io.sluice.audit.Ruling;
import io.sluice.model.Money;
import io.sluice.model.Verdict;
import io.sluice.policy.Policy;

/** Further questions to policy after the decision: each is asked, recorded, and then acted on. */
public final class Rulings {
  private final Policy policy;
  private final Recorder recorder;

  /** Asks {@code policy}, records with {@code recorder}. */
  public Rulings(Policy policy, Recorder recorder) {
    this.policy = policy;
    this.recorder = recorder;
  }

  /**
   * Whether {@code to} may take over from {@code from}; what it may cost is set aside only if it
   * may.
   *
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED if it is not affordable
   */
  boolean fallback(Undertaking work, Verdict from, Verdict to) {
    var content = work.content();
    var answer = policy.fallback(content.facts(), from.candidate(), to, content.snapshot().rules());
    Money more = answer.allowed() ? work.reservation().again() : Money.ZERO;
    String subject = from.candidate().ref().text() + " -> " + to.candidate().ref().text();
    record(
        work,
        new Ruling("fallback", subject, answer.allowed(), answer.rules(), answer.reason(), more));
    return answer.allowed();
  }

  /** Puts a ruling into the record, durably. */
  void record(Undertaking work, Ruling ruling) {
    recorder.ruling(work.decided(), ruling);
  }
}
