package io.sluice.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.approval.Approval.State;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Example;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Obligations;
import io.sluice.model.Permit;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
  private static final Duration PENDING = Duration.ofHours(2);
  private static final Approvers ANYBODY_ELSE =
      new Approvers() {
        @Override
        public Optional<String> objection(String operator, Asker asker) {
          return operator.equals(asker.principal())
              ? Optional.of("whoever asks")
              : Optional.empty();
        }

        @Override
        public boolean anyFor(Asker asker) {
          return true;
        }
      };

  private final Facts facts =
      Example.facts(Example.principal(null, Period.LIFE), Example.chat(1, 1));
  private final Candidate first = Example.candidate("a", null);
  private final Candidate second = Example.candidate("b", null);
  private final SetClock clock = new SetClock(Example.NOON);
  private final MemoryApprovals store = new MemoryApprovals();
  private final List<String> steps = new ArrayList<>();
  private int number;

  private Approvals approvals(Approvers approvers) {
    Steps noted = (type, actor, details) -> steps.add(type + " " + actor + " " + details);
    var ports = new Approvals.Ports(store, approvers, noted, Notice.NONE);
    return new Approvals(
        ports, () -> new ApprovalSettings(List.of(), PENDING, null), () -> "a" + ++number, clock);
  }

  /** Held by {@code rule}; approved, it may go to these. */
  private static Hold hold(String rule, Candidate... candidates) {
    var verdicts = new ArrayList<Verdict>();
    for (Candidate candidate : candidates) {
      verdicts.add(
          new Verdict(
              candidate, false, Categories.NONE, List.of(rule), "why", Obligations.NONE, true));
    }
    var fault = Fault.of(Code.APPROVAL_REQUIRED, "ask").naming(List.of(rule));
    return new Hold("", fault, Example.permit(candidates).target(), verdicts);
  }

  private Decision settle(Approvals approvals, Hold hold) {
    return approvals.settle(hold, facts, () -> Binding.request(facts, Bytes.utf8("{}")));
  }

  private static String id(Decision decision) {
    assertThat(decision).isInstanceOf(Hold.class);
    return ((Hold) decision).approval();
  }

  @Test
  void a_hold_that_nobody_can_approve_is_a_deny_that_says_so() {
    Decision settled = settle(approvals(Approvers.NONE), hold("rule.7", first));

    assertThat(settled).isInstanceOf(Deny.class);
    Fault fault = ((Deny) settled).fault();
    assertThat(fault.code()).isEqualTo(Code.POLICY_DENIED);
    assertThat(fault.message()).contains("nobody");
    assertThat(fault.details()).containsExactly("rule.7");
    assertThat(store.newest(9)).isEmpty();
  }

  @Test
  void every_other_decision_stays_as_it_is() {
    Permit permit = Example.permit(first);
    assertThat(approvals(ANYBODY_ELSE).settle(permit, facts, () -> "b")).isSameAs(permit);
  }

  @Test
  void the_same_request_is_asked_once_and_permitted_when_approved() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    Hold hold = hold("r", first);
    String id = id(settle(approvals, hold));
    assertThat(id(settle(approvals, hold))).isEqualTo(id);

    approvals.approve(id, "ann", null);

    Decision settled = settle(approvals, hold);
    assertThat(settled).isInstanceOf(Permit.class);
    assertThat(((Permit) settled).approval()).isEqualTo(id);
    assertThat(steps).hasSize(2);
    assertThat(steps.getFirst()).startsWith("approval.opened k1").contains("model p-a/a");
    assertThat(steps.getLast()).startsWith("approval.granted ann");
  }

  @Test
  void the_caller_is_told_the_id_and_the_rules() {
    var held = (Hold) settle(approvals(ANYBODY_ELSE), hold("r", first));
    assertThat(held.fault().approval()).isEqualTo("a1");
    assertThat(held.fault().details()).containsExactly("a1", "r");
  }

  @Test
  void another_body_is_another_question() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    Hold hold = hold("r", first);
    approvals.approve(id(settle(approvals, hold)), "ann", null);

    Decision other = approvals.settle(hold, facts, () -> Binding.request(facts, Bytes.utf8("{ }")));

    assertThat(id(other)).isEqualTo("a2");
  }

  @Test
  void what_other_rules_hold_since_needs_another_approval() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    approvals.approve(id(settle(approvals, hold("r", first))), "ann", null);
    assertThat(id(settle(approvals, hold("s", first)))).isEqualTo("a2");
  }

  @Test
  void a_model_that_the_approver_was_not_shown_is_not_permitted() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    approvals.approve(id(settle(approvals, hold("r", first))), "ann", null);

    var permit = (Permit) settle(approvals, hold("r", first, second));

    assertThat(permit.verdicts()).extracting(Verdict::allowed).containsExactly(true, false);
    Target target = permit.target();
    assertThat(target.candidates()).containsExactly(first, second);
  }

  @Test
  void whoever_asks_cannot_approve() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    String id = id(settle(approvals, hold("r", first)));
    refused(Code.FORBIDDEN, () -> approvals.approve(id, "k1", null));
    assertThat(approvals.find(id).state(clock.now())).isEqualTo(State.PENDING);
  }

  @Test
  void a_denial_answers_the_same_question_until_it_would_have_run_out() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    Hold hold = hold("r", first);
    approvals.deny(id(settle(approvals, hold)), "ann", "no need");

    assertThat(settle(approvals, hold)).isInstanceOf(Deny.class);
    clock.advance(PENDING);
    assertThat(id(settle(approvals, hold))).isEqualTo("a2");
  }

  @Test
  void what_nobody_answers_runs_out_and_is_recorded() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    Hold hold = hold("r", first);
    String id = id(settle(approvals, hold));
    clock.advance(PENDING);

    refused(Code.CONFLICT, () -> approvals.approve(id, "ann", null));
    approvals.tick();

    assertThat(approvals.find(id).state(clock.now())).isEqualTo(State.EXPIRED);
    assertThat(steps.getLast()).startsWith("approval.expired gateway");
    assertThat(approvals.waiting()).isZero();
  }

  @Test
  void an_approval_is_good_for_its_time_and_survives_a_restart() {
    Hold hold = hold("r", first);
    Approvals before = approvals(ANYBODY_ELSE);
    before.approve(id(settle(before, hold)), "ann", null);

    Approvals after = approvals(ANYBODY_ELSE);
    assertThat(settle(after, hold)).isInstanceOf(Permit.class);
    clock.advance(PENDING);
    assertThat(settle(after, hold)).isInstanceOf(Hold.class);
  }

  @Test
  void an_answer_is_released_once() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    String binding = Binding.answer(facts, Bytes.utf8("{}"));
    var question =
        new Question(
            Question.Kind.ANSWER,
            Asker.of(facts.principal()),
            binding,
            List.of("r"),
            new Question.Scope(facts.exposure().label(), List.of()),
            Map.of("tool", "send_email"));
    String id = approvals.open(question);
    assertThat(approvals.granted(binding)).isEmpty();
    approvals.approve(id, "ann", null);

    assertThat(approvals.granted(binding)).map(Approval::id).contains(id);
    assertThat(approvals.use(id)).isTrue();
    assertThat(approvals.use(id)).isFalse();
    assertThat(approvals.granted(binding)).isEmpty();
  }

  @Test
  void nobody_floods_the_approvers() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    Hold hold = hold("r", first);
    for (int i = 0; i < ApprovalSettings.MOST_OF_ONE; i++) {
      String body = "{" + i + "}";
      var asked = approvals.settle(hold, facts, () -> Binding.request(facts, Bytes.utf8(body)));
      assertThat(asked).isInstanceOf(Hold.class);
    }
    Decision one = settle(approvals, hold);
    assertThat(one).isInstanceOf(Deny.class);
    assertThat(((Deny) one).fault().message()).contains("too many");
  }

  @Test
  void only_a_fallback_is_approved_for_a_time_of_the_approver_s() {
    Approvals approvals = approvals(ANYBODY_ELSE);
    String id = id(settle(approvals, hold("r", first)));
    refused(Code.INVALID_REQUEST, () -> approvals.approve(id, "ann", Duration.ofHours(1)));

    var from = Verdict.yes(second, Categories.NONE, List.of());
    var to = Verdict.yes(first, Categories.NONE, List.of());
    var crossing = new Crossing(from, to, List.of("z"), "further out").question(facts);
    String other = approvals.open(crossing);
    refused(Code.INVALID_REQUEST, () -> approvals.approve(other, "ann", Duration.ofHours(25)));
    approvals.approve(other, "ann", Duration.ofMinutes(5));
    assertThat(approvals.ask(crossing)).isInstanceOf(Standing.Granted.class);
    clock.advance(Duration.ofMinutes(5));
    assertThat(approvals.ask(crossing)).isInstanceOf(Standing.Waiting.class);
  }

  private static void refused(Code code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            Stop.class, stop -> assertThat(stop.fault().code()).isEqualTo(code));
  }
}
