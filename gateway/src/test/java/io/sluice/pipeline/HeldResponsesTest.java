package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import io.sluice.vault.KeyRing;
import io.sluice.vault.ResponseSeal;
import io.sluice.wire.Kept;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldResponsesTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Label SECRET =
      new Label(Integrity.UNTRUSTED, Level.CONFIDENTIAL, Categories.of(List.of("pii")));
  private static final Principal ADA = principal("acme", "k1");

  private final SetClock clock = new SetClock(NOW);
  private final MemoryHeldStore store = new MemoryHeldStore();
  private static final ExchangeId X = new ExchangeId("x1");

  private HeldResponses responses;
  private ResponseSeal seal;

  /** A store in memory that fails on cue. */
  private static final class MemoryHeldStore implements HeldStore {
    private record Row(Bytes sealed, Instant until) {}

    final Map<Name, Row> rows = new HashMap<>();
    boolean failing;
    Runnable meanwhile = () -> {};

    @Override
    public void put(Name name, Sealed sealed, Limits limits) {
      if (failing) {
        throw Fault.of(Code.RECORD_UNAVAILABLE, "the store is down").stop();
      }
      meanwhile.run();
      rows.put(name, new Row(sealed.bytes(), sealed.until()));
    }

    @Override
    public Optional<Bytes> get(Name name, Instant now) {
      return Optional.ofNullable(rows.get(name))
          .filter(row -> now.isBefore(row.until()))
          .map(Row::sealed);
    }

    @Override
    public boolean erase(Name name) {
      return rows.remove(name) != null;
    }

    @Override
    public int erase(ExchangeId exchange) {
      return 0;
    }
  }

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    seal = new ResponseSeal(KeyRing.local(directory, new Random(1)), new Random(2));
    var settings = new HeldSettings(Duration.ofDays(1), 1_000, 10_000);
    responses = new HeldResponses(store, seal, settings, clock);
  }

  private static Principal principal(String tenant, String id) {
    return new Principal(
        tenant,
        id,
        new Principal.Affiliation("", "", List.of()),
        new Principal.Grants(Level.PUBLIC, null, Integrity.USER, List.of()),
        Principal.Allowance.NONE,
        Principal.Delegation.NONE);
  }

  private static Held held(String id, String said) {
    var kept =
        new Kept(id, Bytes.utf8("[\"" + said + "\"]"), Bytes.utf8("{\"id\":\"" + id + "\"}"));
    return new Held(kept, SECRET, "cloud/m/1", true);
  }

  @Test
  void an_answer_is_found_at_once_and_after_it_was_stored() {
    assertThat(responses.remember(ADA, held("resp_1", "tangerine"))).isTrue();
    assertThat(responses.find(ADA, "resp_1")).contains(held("resp_1", "tangerine"));
    assertThat(store.rows).isEmpty();
    responses.settle(ADA, "resp_1", X);
    assertThat(store.rows).hasSize(1);
    Held found = responses.find(ADA, "resp_1").orElseThrow();
    assertThat(found).isEqualTo(held("resp_1", "tangerine"));
    assertThat(found.provider()).isEqualTo("cloud");
  }

  @Test
  void what_is_stored_does_not_tell_what_was_said() {
    responses.remember(ADA, held("resp_1", "tangerine"));
    responses.settle(ADA, "resp_1", X);
    Bytes sealed = store.rows.values().iterator().next().sealed();
    assertThat(sealed.utf8()).doesNotContain("tangerine").doesNotContain("cloud");
    assertThat(held("resp_1", "tangerine").toString()).doesNotContain("tangerine");
  }

  @Test
  void nobody_else_finds_it() {
    responses.remember(ADA, held("resp_1", "x"));
    assertThat(responses.find(principal("acme", "k2"), "resp_1")).isEmpty();
    responses.settle(ADA, "resp_1", X);
    assertThat(responses.find(principal("acme", "k2"), "resp_1")).isEmpty();
    assertThat(responses.find(principal("other", "k1"), "resp_1")).isEmpty();
  }

  @Test
  void a_row_that_was_moved_to_another_tenant_or_altered_is_no_answer() {
    responses.remember(ADA, held("resp_1", "x"));
    responses.settle(ADA, "resp_1", X);
    var row = store.rows.values().iterator().next();
    store.rows.put(new HeldStore.Name("other", "k1", "resp_1"), row);
    assertThat(responses.find(principal("other", "k1"), "resp_1")).isEmpty();
    byte[] altered = row.sealed().toArray();
    altered[altered.length - 1] ^= 1;
    store.rows.replaceAll(
        (name, old) -> new MemoryHeldStore.Row(Bytes.owning(altered), old.until()));
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
  }

  @Test
  void one_that_is_too_long_is_not_kept() {
    assertThat(responses.remember(ADA, held("resp_1", "x".repeat(2_000)))).isFalse();
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
    responses.settle(ADA, "resp_1", X);
    assertThat(store.rows).isEmpty();
  }

  @Test
  void it_is_gone_when_it_is_erased_and_when_its_time_is_over() {
    responses.remember(ADA, held("resp_1", "x"));
    responses.settle(ADA, "resp_1", X);
    clock.advance(Duration.ofDays(1));
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
    responses.remember(ADA, held("resp_2", "x"));
    responses.erase(ADA, "resp_2");
    assertThat(responses.find(ADA, "resp_2")).isEmpty();
    var unknown = catchThrowableOfType(Stop.class, () -> responses.shown(ADA, "resp_2"));
    assertThat(unknown.fault().status()).isEqualTo(404);
  }

  @Test
  void a_store_that_fails_leaves_nothing_behind_in_memory() {
    store.failing = true;
    responses.remember(ADA, held("resp_1", "x"));
    assertThat(catchThrowableOfType(Stop.class, () -> responses.settle(ADA, "resp_1", X)))
        .isNotNull();
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
  }

  @Test
  void an_answer_that_is_erased_while_it_is_stored_does_not_come_back() {
    responses.remember(ADA, held("resp_1", "x"));
    store.meanwhile = () -> responses.erase(ADA, "resp_1");
    responses.settle(ADA, "resp_1", X);
    assertThat(store.rows).isEmpty();
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
  }

  @Test
  void an_answer_that_is_hidden_is_found_by_nobody_before_it_is_erased() {
    responses.remember(ADA, held("resp_1", "x"));
    responses.settle(ADA, "resp_1", X);
    responses.hide(ADA, "resp_1");
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
    responses.erase(ADA, "resp_1");
    assertThat(store.rows).isEmpty();
    responses.remember(ADA, held("resp_2", "x"));
    responses.hide(ADA, "resp_2");
    responses.settle(ADA, "resp_2", X);
    assertThat(store.rows).isEmpty();
    assertThat(responses.find(ADA, "resp_2")).isEmpty();
  }

  @Test
  void an_answer_that_did_not_arrive_is_not_kept_in_memory() {
    responses.remember(ADA, held("resp_1", "x"));
    responses.drop(ADA, "resp_1");
    assertThat(responses.find(ADA, "resp_1")).isEmpty();
  }
}
