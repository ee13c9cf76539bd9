package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Code;
import io.sluice.model.Stop;
import org.junit.jupiter.api.Test;

/** What every {@link OperatorStore} does. */
public abstract class OperatorStoreContract {
  private final Tokens tokens = Sample.tokens(12);

  /** An empty store; the same one within a test. */
  protected abstract OperatorStore store();

  @Test
  void operators_come_back_as_they_were_put_oldest_first() {
    var all =
        java.util.Arrays.stream(Role.values())
            .map(role -> Sample.operator("the " + role.word(), role, tokens, START))
            .toList();
    all.forEach(store()::add);
    assertThat(store().all()).containsExactlyElementsOf(all);
  }

  @Test
  void hostile_texts_are_only_texts() {
    for (String text : KeyStoreContract.HOSTILE) {
      store().add(Sample.operator(text, Role.VIEWER, tokens, START));
    }
    assertThat(store().revoke("' OR 'a'='a", START)).isFalse();
    assertThat(store().all())
        .extracting(OperatorRecord::name)
        .containsExactlyElementsOf(KeyStoreContract.HOSTILE);
    assertThat(store().all()).allMatch(operator -> operator.revokedAt() == null);
  }

  @Test
  void a_live_name_is_taken_and_a_revoked_one_is_free() {
    store().add(Sample.operator("ann", Role.ADMIN, tokens, START));
    assertThatThrownBy(() -> store().add(Sample.operator("ann", Role.VIEWER, tokens, START)))
        .isInstanceOfSatisfying(
            Stop.class, stop -> assertThat(stop.fault().code()).isEqualTo(Code.CONFLICT));
    assertThat(store().revoke("ann", START.plusSeconds(1))).isTrue();
    assertThat(store().revoke("ann", START.plusSeconds(2))).isFalse();
    store().add(Sample.operator("ann", Role.VIEWER, tokens, START.plusSeconds(3)));
    assertThat(store().all())
        .extracting(OperatorRecord::revokedAt)
        .containsExactly(START.plusSeconds(1), null);
  }
}
