package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  /** Stands for the exchanges that run under a key. */
  private record Exchanges(List<String> told) implements KeyWatch {
    @Override
    public void added(KeyRecord key) {}

    @Override
    public void revoked(String id) {
      told.add(id);
    }
  }

  private final SetClock clock = new SetClock(START);
  private final Tokens tokens = Sample.tokens(3);
  private final MemoryKeyStore store = new MemoryKeyStore();
  private final Authenticator authenticator = new Authenticator(List.of(), tokens, clock);
  private CallerKeys keys = new CallerKeys(store, authenticator, tokens, KeySettings.DEFAULT);

  private Principal identify(String... credentials) {
    return authenticator.identify(
        new Presented(Arrays.stream(credentials).map(Secret::of).toList()));
  }

  private Fault refusal(String... credentials) {
    var stop = catchThrowableOfType(Stop.class, () -> identify(credentials));
    assertThat(stop).isNotNull();
    var trace = new StringWriter();
    stop.printStackTrace(new PrintWriter(trace));
    var shown = stop.fault() + " " + trace;
    assertThat(credentials).noneMatch(text -> !text.isEmpty() && shown.contains(text));
    return stop.fault();
  }

  @Test
  void a_new_key_is_good_at_once_and_says_who_asks() {
    var issued = keys.create(Sample.request("bot"), "ops", START);
    var principal = identify(issued.reveal());
    assertThat(principal).isSameAs(issued.key().principal());
    assertThat(principal.id()).isEqualTo(issued.reveal().split("_", -1)[1]);
    assertThat(principal.affiliation().roles()).containsExactly("analyst", "writer");
  }

  @Test
  void a_key_that_was_revoked_after_it_was_looked_at_is_not_confirmed() {
    var issued = keys.create(Sample.request("bot"), "ops", START);
    var principal = identify(issued.reveal());
    authenticator.confirm(principal);
    keys.revoke(issued.key().id(), START);
    var stop = catchThrowableOfType(Stop.class, () -> authenticator.confirm(principal));
    assertThat(stop.fault().code()).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void a_key_sent_twice_is_one_key_and_empty_headers_are_none() {
    var key = keys.create(Sample.request("bot"), "ops", START).reveal();
    assertThat(identify("", key, "", key).tenant()).isEqualTo("acme");
  }

  @Test
  void two_credentials_that_differ_are_refused_even_if_one_is_good() {
    var key = keys.create(Sample.request("bot"), "ops", START).reveal();
    assertThat(refusal(key, "sk-another").code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(refusal("sk-another", key).message()).contains("differ");
  }

  @Test
  void no_credential_is_told_how_to_send_one() {
    assertThat(refusal().message()).contains("Bearer");
    assertThat(refusal("", "").status()).isEqualTo(401);
  }

  @Test
  void every_bad_key_gets_the_same_answer() {
    var revoked = keys.create(Sample.request("revoked"), "ops", START);
    var expired = keys.create(Sample.request("expired"), "ops", START).reveal();
    keys.revoke(revoked.key().id(), START);
    var unknown = Sample.tokens(99).fresh(Token.Kind.CALLER).text().open();
    var typo = expired.substring(0, 30) + (expired.charAt(30) == 'x' ? 'y' : 'x');
    clock.advance(Duration.ofDays(1));
    var answers = new ArrayList<Fault>();
    for (String bad : List.of(revoked.reveal(), expired, unknown, typo, "sluice_", "x")) {
      answers.add(refusal(bad));
    }
    answers.add(refusal("a".repeat(100_000)));
    answers.add(refusal("' OR 1=1 --"));
    assertThat(answers).containsOnly(answers.getFirst());
    assertThat(answers.getFirst().code()).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void lesson_20_the_right_id_with_another_secret_is_refused() {
    var mine = Sample.plainKey("mine", tokens, START, Duration.ofDays(1));
    var other = tokens.fresh(Token.Kind.CALLER); // its proof under my id
    authenticator.added(
        new KeyRecord(
            "swapped",
            new Principal(
                "default",
                other.id(),
                mine.principal().affiliation(),
                mine.principal().grants(),
                mine.principal().allowance(),
                mine.principal().delegation()),
            mine.proof(),
            mine.life()));
    assertThat(refusal(other.text().open()).code()).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void another_pepper_knows_no_key() {
    var issued = keys.create(Sample.request("bot"), "ops", START);
    var others = new Tokens(Secret.of("other pepper"), new java.util.Random(1));
    var stranger = new Authenticator(store.live(START), others, clock);
    var presented = new Presented(List.of(issued.secret()));
    assertThat(catchThrowableOfType(Stop.class, () -> stranger.identify(presented))).isNotNull();
  }

  @Test
  void a_key_is_good_until_just_before_its_expiry() {
    var key = keys.create(Sample.request("day"), "ops", START).reveal();
    clock.advance(Duration.ofDays(1).minusMillis(1));
    assertThat(identify(key).tenant()).isEqualTo("acme");
    clock.advance(Duration.ofMillis(1));
    assertThat(refusal(key).status()).isEqualTo(401);
  }

  @Test
  void a_revoked_key_is_refused_by_the_next_call_and_live_exchanges_are_told() {
    var told = new ArrayList<String>();
    var exchanges = new Exchanges(told);
    var watched = new CallerKeys(store, authenticator.then(exchanges), tokens, KeySettings.DEFAULT);
    var issued = watched.create(Sample.request("bot"), "ops", START);
    assertThat(identify(issued.reveal())).isNotNull();
    watched.revoke(issued.key().id(), START);
    assertThat(refusal(issued.reveal()).status()).isEqualTo(401);
    assertThat(told).containsExactly(issued.key().id());
  }

  @Test
  void a_key_revoked_by_whoever_sees_it_first_stays_revoked() {
    var hasty = // revokes a key in the very moment in which the store has it
        new MemoryKeyStore() {
          @Override
          public void add(KeyRecord key) {
            super.add(key);
            keys.revoke(key.id(), START);
          }
        };
    keys = new CallerKeys(hasty, authenticator, tokens, KeySettings.DEFAULT);
    var issued = keys.create(Sample.request("bot"), "ops", START);
    assertThat(refusal(issued.reveal()).status()).isEqualTo(401);
  }

  @Test
  void keys_go_on_working_while_the_store_fails() {
    var key = keys.create(Sample.request("bot"), "ops", START).reveal();
    store.fail(true);
    assertThat(identify(key)).isNotNull();
    assertThat(catchThrowableOfType(Stop.class, () -> keys.list(10)).fault().status())
        .isEqualTo(503);
    store.fail(false);
    assertThat(keys.list(10)).hasSize(1);
  }

  @Test
  void a_key_is_dead_in_memory_even_if_the_store_cannot_learn_it() {
    var issued = keys.create(Sample.request("bot"), "ops", START);
    store.fail(true);
    var stop = catchThrowableOfType(Stop.class, () -> keys.revoke(issued.key().id(), START));
    assertThat(stop.fault().code()).isEqualTo(Code.RECORD_UNAVAILABLE);
    assertThat(refusal(issued.reveal()).status()).isEqualTo(401);
  }

  @Test
  void a_key_that_could_not_be_stored_does_not_work() {
    store.fail(true);
    assertThat(
            catchThrowableOfType(
                Stop.class, () -> keys.create(Sample.request("bot"), "ops", START)))
        .isNotNull();
    assertThat(authenticator.size()).isZero();
  }

  @Test
  void keys_long_expired_do_not_fill_the_memory() {
    for (int day = 0; day < 40; day++) {
      for (int i = 0; i < 100; i++) {
        authenticator.added(Sample.plainKey("k", tokens, clock.now(), Duration.ofMinutes(1)));
      }
      clock.advance(Duration.ofDays(1));
    }
    assertThat(authenticator.size()).isLessThan(1_200);
  }
}
