package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Code;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link KeyStore} does. */
public abstract class KeyStoreContract {
  /** Texts that break what is put together carelessly. */
  public static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE caller_key; --",
          "\" OR \"\"=\"",
          "' OR 1=1 --",
          "%",
          "_",
          "?1",
          "\\",
          "$1 {0} ${name}",
          "Zoë Ł 漢字 🦊 ‏עברית",
          "[\"a\",\"b\"]");

  private final Tokens tokens = Sample.tokens(11);

  /** An empty store; the same one within a test. */
  protected abstract KeyStore store();

  @Test
  void a_key_comes_back_as_it_was_put() {
    var full = Sample.fullKey("full", tokens, START);
    var plain = Sample.plainKey("plain", tokens, START, Duration.ofDays(1));
    store().add(full);
    store().add(plain);
    assertThat(store().live(START)).containsExactlyInAnyOrder(full, plain);
  }

  @Test
  void lesson_20_hostile_texts_are_only_texts() {
    for (String text : HOSTILE) {
      store().add(Sample.plainKey(text, tokens, START, Duration.ofDays(1)));
    }
    assertThat(HOSTILE).noneMatch(text -> store().revoke(text, START));
    assertThat(store().live(START))
        .extracting(KeyRecord::name)
        .containsExactlyInAnyOrderElementsOf(HOSTILE);
  }

  @Test
  void a_taken_id_is_a_conflict_and_changes_nothing() {
    var key = Sample.fullKey("first", tokens, START);
    store().add(key);
    var other = new KeyRecord("second", key.principal(), key.proof(), key.life());
    assertThatThrownBy(() -> store().add(other))
        .isInstanceOfSatisfying(
            Stop.class, stop -> assertThat(stop.fault().code()).isEqualTo(Code.CONFLICT));
    assertThat(store().live(START)).containsExactly(key);
  }

  @Test
  void a_revoked_key_is_not_live_and_keeps_its_first_moment() {
    var key = Sample.fullKey("stolen", tokens, START);
    store().add(key);
    assertThat(store().revoke(key.id(), START.plusSeconds(1))).isTrue();
    assertThat(store().revoke(key.id(), START.plusSeconds(2))).isTrue();
    assertThat(store().revoke("unknown", START)).isFalse();
    assertThat(store().live(START)).isEmpty();
    assertThat(store().countLive(START)).isZero();
    assertThat(store().newest(10)).containsExactly(key.revoked(START.plusSeconds(1)));
  }

  @Test
  void a_key_is_live_until_just_before_its_expiry() {
    var key = Sample.plainKey("short", tokens, START, Duration.ofSeconds(1));
    store().add(key);
    assertThat(store().live(START.plusMillis(999))).containsExactly(key);
    assertThat(store().live(START.plusMillis(1_000))).isEmpty();
    assertThat(store().countLive(START.plusMillis(999))).isEqualTo(1);
    assertThat(store().countLive(START.plusMillis(1_000))).isZero();
  }

  @Test
  void the_newest_come_first_and_no_more_than_asked() {
    for (int i = 0; i < 5; i++) {
      var at = START.plusMillis(i / 2); // some in the same millisecond
      store().add(Sample.plainKey("key" + i, tokens, at, Duration.ofDays(1)));
    }
    assertThat(store().newest(3))
        .extracting(KeyRecord::name)
        .containsExactly("key4", "key3", "key2");
  }

  @Test
  void a_thousand_keys_are_all_there() {
    var all =
        IntStream.range(0, 1_000)
            .mapToObj(i -> Sample.plainKey("key" + i, tokens, START, Duration.ofDays(1)))
            .toList();
    all.forEach(store()::add);
    assertThat(store().countLive(START)).isEqualTo(1_000);
    assertThat(store().live(START)).containsExactlyInAnyOrderElementsOf(all);
  }
}
