package io.sluice.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Example;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Principal.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
  private final Facts facts =
      Example.facts(Example.principal(null, Period.LIFE), Example.chat(1, 1));
  private final Hold hold =
      new Hold("a1", Fault.of(Code.APPROVAL_REQUIRED, "ask").naming(List.of("rule.7")), List.of());

  @Test
  void a_hold_that_nobody_can_approve_is_a_deny_that_says_so() {
    Decision settled = new Approvals(Approvers.NONE).settle(hold, facts);

    assertThat(settled).isInstanceOf(Deny.class);
    Fault fault = ((Deny) settled).fault();
    assertThat(fault.code()).isEqualTo(Code.POLICY_DENIED);
    assertThat(fault.message()).contains("nobody");
    assertThat(fault.details()).containsExactly("rule.7");
  }

  @Test
  void every_other_decision_stays_as_it_is() {
    var permit = Example.permit(Example.candidate("a", null));

    assertThat(new Approvals(Approvers.NONE).settle(permit, facts)).isSameAs(permit);
    assertThat(new Approvals(any -> true).settle(hold, facts)).isSameAs(hold);
  }
}
