package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.pipeline.HeldStore.Limits;
import io.sluice.pipeline.HeldStore.Name;
import io.sluice.pipeline.HeldStore.Sealed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of kept answers does. */
public abstract class HeldStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final Limits WIDE = new Limits(NOW, 1_000);

  protected abstract HeldStore store();

  private static Name name(String tenant, String principal, String id) {
    return new Name(tenant, principal, id);
  }

  private static Sealed sealed(Bytes bytes, Instant until) {
    return new Sealed(new ExchangeId("x" + bytes.length()), bytes, until);
  }

  private static Bytes bytes(int count) {
    return Bytes.owning(new byte[count]);
  }

  @Test
  void an_answer_is_there_for_its_own_principal_until_its_time_is_over() {
    Name mine = name("acme", "k1", "resp_1");
    store().put(mine, sealed(Bytes.utf8("sealed"), LATER), WIDE);
    assertThat(store().get(mine, NOW)).contains(Bytes.utf8("sealed"));
    assertThat(store().get(mine, LATER)).isEmpty();
    assertThat(store().get(name("acme", "k2", "resp_1"), NOW)).isEmpty();
    assertThat(store().get(name("other", "k1", "resp_1"), NOW)).isEmpty();
    assertThat(store().get(name("acme", "k1", "resp_2"), NOW)).isEmpty();
  }

  @Test
  void what_one_exchange_gave_goes_with_it() {
    Name one = name("acme", "k1", "resp_1");
    Name other = name("acme", "k1", "resp_2");
    store().put(one, sealed(bytes(7), LATER), WIDE);
    store().put(other, sealed(bytes(8), LATER), WIDE);
    assertThat(store().erase(new ExchangeId("x7"))).isEqualTo(1);
    assertThat(store().erase(new ExchangeId("x7"))).isZero();
    assertThat(store().get(one, NOW)).isEmpty();
    assertThat(store().get(other, NOW)).isPresent();
  }

  @Test
  void two_principals_may_have_answers_of_one_id() {
    store().put(name("acme", "k1", "resp_1"), sealed(Bytes.utf8("one"), LATER), WIDE);
    store().put(name("acme", "k2", "resp_1"), sealed(Bytes.utf8("two"), LATER), WIDE);
    assertThat(store().get(name("acme", "k1", "resp_1"), NOW)).contains(Bytes.utf8("one"));
    assertThat(store().get(name("acme", "k2", "resp_1"), NOW)).contains(Bytes.utf8("two"));
  }

  @Test
  void what_is_erased_is_gone_and_is_erased_once() {
    Name mine = name("acme", "k1", "resp_1");
    store().put(mine, sealed(Bytes.utf8("sealed"), LATER), WIDE);
    assertThat(store().erase(name("acme", "k2", "resp_1"))).isFalse();
    assertThat(store().erase(mine)).isTrue();
    assertThat(store().erase(mine)).isFalse();
    assertThat(store().get(mine, NOW)).isEmpty();
  }

  @Test
  void the_oldest_make_room_for_the_newest() {
    for (int i = 0; i < 40; i++) {
      var until = LATER.plusSeconds(i);
      store().put(name("acme", "k1", "resp_" + i), sealed(bytes(100), until), WIDE);
    }
    assertThat(store().get(name("acme", "k1", "resp_39"), NOW)).isPresent();
    assertThat(store().get(name("acme", "k1", "resp_0"), NOW)).isEmpty();
    int left = 0;
    for (int i = 0; i < 40; i++) {
      left += store().get(name("acme", "k1", "resp_" + i), NOW).isPresent() ? 1 : 0;
    }
    assertThat(left).isBetween(1, 10);
  }

  @Test
  void what_is_past_its_time_is_dropped_with_the_next_put() {
    store().put(name("acme", "k1", "resp_1"), sealed(bytes(900), LATER), WIDE);
    var after = new Limits(LATER, 1_000);
    store().put(name("acme", "k1", "resp_2"), sealed(bytes(900), LATER.plusSeconds(9)), after);
    assertThat(store().get(name("acme", "k1", "resp_1"), NOW)).isEmpty();
    assertThat(store().get(name("acme", "k1", "resp_2"), LATER)).isPresent();
  }
}
