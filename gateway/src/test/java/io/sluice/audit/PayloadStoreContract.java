package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Payload.Part;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of content keeps to. */
public abstract class PayloadStoreContract {
  private static final Instant OCTOBER = Instant.parse("2026-10-20T08:00:00Z");

  protected abstract PayloadStore store();

  @Test
  void what_is_kept_comes_back_equal() throws IOException {
    Payload payload = payload("a-01", "p1", Level.INTERNAL, OCTOBER);
    store().put(List.of(payload));
    store().put(List.of(payload("a-02", "", Level.PUBLIC, OCTOBER)));
    assertThat(store().get(new ExchangeId("a-01"))).hasValue(payload);
    assertThat(store().get(new ExchangeId("a-02")).orElseThrow().owner().level())
        .isEqualTo(Level.PUBLIC);
    assertThat(store().get(new ExchangeId("a-03"))).isEmpty();
    assertThat(store().get(new ExchangeId("../a-01"))).isEmpty();
  }

  @Test
  void an_erased_exchange_is_gone_and_others_stay() throws IOException {
    store().name("t", "ann", "p1");
    store().put(List.of(payload("b-01", "p1", Level.INTERNAL, OCTOBER)));
    store().put(List.of(payload("b-02", "p1", Level.INTERNAL, OCTOBER)));
    assertThat(store().erase(new ExchangeId("b-01"))).isTrue();
    assertThat(store().erase(new ExchangeId("b-01"))).isFalse();
    assertThat(store().get(new ExchangeId("b-01"))).isEmpty();
    assertThat(store().of("t", "ann")).containsExactly(new ExchangeId("b-02"));
  }

  @Test
  void a_person_goes_with_everything_under_every_surrogate() throws IOException {
    store().name("t", "ann", "p1");
    store().name("t", "ann", "p2");
    store().name("t", "bob", "p3");
    store().put(List.of(payload("c-01", "p1", Level.INTERNAL, OCTOBER)));
    store().put(List.of(payload("c-02", "p2", Level.PUBLIC, OCTOBER.plus(Duration.ofDays(40)))));
    store().put(List.of(payload("c-03", "p3", Level.INTERNAL, OCTOBER)));
    assertThat(store().surrogates("t", "ann")).containsExactly("p1", "p2");
    assertThat(store().erase("t", "ann"))
        .containsExactlyInAnyOrder(new ExchangeId("c-01"), new ExchangeId("c-02"));
    assertThat(store().get(new ExchangeId("c-01"))).isEmpty();
    assertThat(store().get(new ExchangeId("c-02"))).isEmpty();
    assertThat(store().get(new ExchangeId("c-03"))).isPresent();
    assertThat(store().surrogates("t", "ann")).isEmpty();
    assertThat(store().surrogates("other", "bob")).isEmpty();
  }

  @Test
  void a_month_is_dropped_once_its_class_was_kept_long_enough_unless_something_is_held()
      throws IOException {
    store().put(List.of(payload("d-01", "", Level.INTERNAL, OCTOBER)));
    store().put(List.of(payload("d-02", "", Level.INTERNAL, OCTOBER)));
    store().put(List.of(payload("d-03", "", Level.PUBLIC, OCTOBER)));
    var settings =
        new PayloadSettings(
            Storing.FULL,
            Map.of(Level.INTERNAL, Duration.ofDays(10), Level.PUBLIC, Duration.ofDays(60)));
    assertThat(store().drop(settings, Instant.parse("2026-11-10T00:00:00Z"), Set.of())).isZero();
    Instant later = Instant.parse("2026-11-12T00:00:00Z");
    var held = Set.of(new ExchangeId("d-02"));
    assertThat(store().drop(settings, later, held)).isZero();
    assertThat(store().get(new ExchangeId("d-01"))).isEmpty();
    assertThat(store().get(new ExchangeId("d-02"))).isPresent();
    assertThat(store().drop(settings, later, Set.of())).isEqualTo(1);
    assertThat(store().get(new ExchangeId("d-02"))).isEmpty();
    assertThat(store().get(new ExchangeId("d-03"))).isPresent();
  }

  /** A payload whose content holds the word heron. */
  protected static Payload payload(String id, String subject, Level level, Instant at) {
    return new Payload(
        new Owner(new ExchangeId(id), "t", "key-1", subject, level, at),
        Storing.FULL,
        Bytes.utf8("0123456789abcdef"),
        Map.of(Part.REQUEST, Bytes.utf8("the heron asks"), Part.CALLER, Bytes.utf8("it answers")),
        true);
  }
}
