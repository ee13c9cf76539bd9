package io.sluice.pipeline;

import io.sluice.approval.Approval;
import io.sluice.approval.Approvals;
import io.sluice.approval.Crossing;
import io.sluice.approval.Interventions;
import io.sluice.approval.Standing;
import io.sluice.audit.Decided;
import io.sluice.audit.Recorder;
import io.sluice.audit.Ruling;
import io.sluice.model.Candidate;
import io.sluice.model.Money;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.policy.Leave;
import io.sluice.policy.Policy;
import java.util.List;

/** Further questions to policy after the decision: each is asked, recorded, and then acted on. */
public final class Rulings {
  private static final Standing NOT_ASKED = new Standing.Refused("");

  private final Policy policy;
  private final Interventions people;
  private final Recorder recorder;
  private final FlowTallies tallies;

  /**
   * Asks {@code policy}, and people where it says so; records with {@code recorder}, and counts in
   * {@code tallies} what other modes would have said.
   */
  public Rulings(Policy policy, Interventions people, Recorder recorder, FlowTallies tallies) {
    this.tallies = tallies;
    this.policy = policy;
    this.people = people;
    this.recorder = recorder;
  }

  /**
   * Whether {@code to} may take over from {@code from}; what it may cost is set aside only if it
   * may. Where a person must approve first, the course of the exchange knows the approval.
   *
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED if it is not affordable
   */
  boolean fallback(Undertaking work, Verdict from, Verdict to) {
    var content = work.content();
    if (stopped(to.candidate())) {
      return false; // what the plan holds of it is in the decision; it is used by nobody now
    }
    var answer = policy.fallback(content.facts(), from.candidate(), to, content.snapshot().rules());
    String subject = from.candidate().ref().text() + " -> " + to.candidate().ref().text();
    Standing standing = answer.approvable() ? held(work, from, to, answer) : NOT_ASKED;
    boolean allowed = answer.allowed() || standing instanceof Standing.Granted;
    Money more = allowed ? work.reservation().again() : Money.ZERO;
    String approval = approval(standing);
    String reason = allowed ? "" : answer.reason();
    boolean again = allowed && work.reservation().budgeted();
    var ruling = new Ruling("fallback", subject, allowed, answer.rules(), reason, more, again);
    recorder.ruling(work.decided(), ruling, approval);
    if (!allowed && !approval.isEmpty()) {
      work.course().awaits(Approvals.fault(approval, answer.rules()));
    }
    return allowed;
  }

  /**
   * Whether a copy of an answered request may go to {@code model}, which is only compared. Recorded
   * with the exchange that is copied.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  boolean shadow(Course course, Content content, Target model) {
    Candidate from = course.answeredBy();
    Decided decided = course.permitted();
    if (from == null || decided == null) {
      return false;
    }
    var rules = content.snapshot().rules();
    Verdict to = policy.decide(content.facts(), model, rules).verdicts().getFirst();
    Leave leave = policy.shadow(content.facts(), from, to, rules);
    String subject = from.ref().text() + " -> " + to.candidate().ref().text();
    List<String> ids = to.allowed() ? leave.rules() : to.rules();
    String reason = to.allowed() ? leave.reason() : to.reason();
    var ruling = new Ruling("shadow", subject, leave.allowed(), ids, reason, Money.ZERO, false);
    recorder.ruling(decided, ruling);
    return leave.allowed();
  }

  /** True if an operator has stopped its use. */
  boolean stopped(Candidate candidate) {
    return people.suspensions().of(candidate.ref()).isPresent();
  }

  private Standing held(Undertaking work, Verdict from, Verdict to, Leave answer) {
    var way = new Crossing(from, to, answer.rules(), answer.reason());
    return people.approvals().ask(way.question(work.content().facts()));
  }

  private static String approval(Standing standing) {
    return switch (standing) {
      case Standing.Granted(Approval approval) -> approval.id();
      case Standing.Waiting(String id) -> id;
      case Standing.Refused _ -> "";
    };
  }

  /** Records what stricter modes would have said, mildest first. */
  void observe(Undertaking work, Ruling ruling, List<String> wouldStop) {
    tallies.would(work.content(), ruling.question(), wouldStop);
    recorder.observed(work.decided(), ruling, wouldStop);
  }

  /** Puts a ruling into the record, durably. */
  void record(Undertaking work, Ruling ruling) {
    recorder.ruling(work.decided(), ruling);
  }
}
