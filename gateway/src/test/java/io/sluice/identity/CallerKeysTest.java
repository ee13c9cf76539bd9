package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerKeysTest {
  private static final KeySettings SETTINGS =
      new KeySettings(Duration.ofDays(90), Duration.ofDays(100), 3);

  private final MemoryKeyStore store = new MemoryKeyStore();
  private final CallerKeys keys =
      new CallerKeys(store, MemoryKeyStore.NOBODY, Sample.tokens(5), SETTINGS);

  private static KeyRequest with(String name, String tenant, @Nullable Duration ttl) {
    var sample = Sample.request(name);
    return new KeyRequest(
        name, tenant, sample.affiliation(), sample.grants(), sample.allowance(), ttl);
  }

  private Fault refused(KeyRequest request) {
    var stop = catchThrowableOfType(Stop.class, () -> keys.create(request, "ops", START));
    assertThat(stop).isNotNull();
    return stop.fault();
  }

  @Test
  void what_is_kept_and_shown_does_not_tell_the_key() {
    var issued = keys.create(Sample.request("bot"), "ops", START);
    var secret = issued.reveal().split("_", -1)[2];
    assertThat(issued.toString()).doesNotContain(secret);
    assertThat(store.newest(1).toString()).doesNotContain(secret);
    assertThat(issued.key().shown())
        .isEqualTo("sluice_" + issued.key().id() + "_..." + issued.key().proof().lastFour());
    assertThat(issued.reveal()).endsWith(issued.key().proof().lastFour());
  }

  @Test
  void every_key_expires() {
    var key = keys.create(with("bot", "acme", null), "ops", START).key();
    assertThat(key.life().expiresAt()).isEqualTo(START.plus(Duration.ofDays(90)));
    assertThat(refused(with("bot", "acme", Duration.ZERO)).message()).startsWith("ttl:");
    assertThat(refused(with("bot", "acme", Duration.ofNanos(1))).message()).startsWith("ttl:");
    assertThat(refused(with("bot", "acme", Duration.ofDays(-1))).message()).startsWith("ttl:");
    assertThat(refused(with("bot", "acme", Duration.ofDays(101))).message()).contains("100 days");
    assertThat(refused(with("bot", "acme", Duration.ofSeconds(Long.MAX_VALUE))).status())
        .isEqualTo(400);
  }

  @Test
  void bad_names_are_refused_by_field_and_not_repeated() {
    for (String bad : new String[] {"", "  ", "a\nb", "a\u001b[31m", "x\u202Ey", "x".repeat(101)}) {
      var fault = refused(with(bad, "acme", null));
      assertThat(fault.code()).isEqualTo(Code.INVALID_REQUEST);
      assertThat(fault.message()).startsWith("name:");
    }
    for (String bad : new String[] {"", "*", "a b", "a/b", "é", "x".repeat(65)}) {
      assertThat(refused(with("bot", bad, null)).message()).startsWith("tenant:");
    }
    assertThat(keys.create(with("Zoë 漢字 🦊 '; --", "acme", null), "ops", START)).isNotNull();
  }

  @Test
  void there_is_an_end_to_how_many_are_live() {
    for (int i = 0; i < 3; i++) {
      keys.create(Sample.request("key" + i), "ops", START);
    }
    assertThat(refused(Sample.request("one more")).code()).isEqualTo(Code.CONFLICT);
    var later = START.plus(Duration.ofDays(1)); // when those three have expired
    assertThat(keys.create(Sample.request("next"), "ops", later)).isNotNull();
  }

  @Test
  void an_unknown_key_cannot_be_revoked() {
    var stop = catchThrowableOfType(Stop.class, () -> keys.revoke("nobody", START));
    assertThat(stop.fault().code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void the_list_shows_every_state_newest_first() {
    var first = keys.create(with("first", "acme", Duration.ofHours(1)), "ops", START);
    keys.create(with("second", "acme", null), "ops", START.plusSeconds(1));
    keys.revoke(first.key().id(), START.plusSeconds(2));
    assertThat(keys.list(10)).extracting(KeyRecord::name).containsExactly("second", "first");
    assertThat(keys.list(10).getLast().state(START)).isEqualTo(KeyRecord.State.REVOKED);
  }
}
