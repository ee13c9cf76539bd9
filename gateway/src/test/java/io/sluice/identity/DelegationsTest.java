package io.sluice.identity;

import static io.sluice.identity.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.identity.Delegations.Wish;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DelegationsTest {
  private final SetClock clock = new SetClock(START);
  private final Tokens tokens = Sample.tokens(3);
  private final Authenticator callers = new Authenticator(List.of(), tokens, clock);
  private final CallerKeys keys =
      new CallerKeys(new MemoryKeyStore(), callers, tokens, KeySettings.DEFAULT);
  private IssuedKey key;

  @BeforeEach
  void makeKey() {
    key = keys.create(Sample.request("bot"), "ops", START);
  }

  private static Presented with(String credential) {
    return new Presented(List.of(Secret.of(credential)));
  }

  private Delegations.Issued delegate(String by, String agent) {
    return callers.delegations().issue(with(by), new Wish(agent, List.of(), null));
  }

  private Principal identify(String credential) {
    return callers.identify(with(credential));
  }

  private Fault refused(String credential) {
    return catchThrowableOfType(Stop.class, () -> identify(credential)).fault();
  }

  private Fault unwilling(String by, Wish wish) {
    return catchThrowableOfType(Stop.class, () -> callers.delegations().issue(with(by), wish))
        .fault();
  }

  @Test
  void an_agent_acts_as_the_key_with_its_own_name_on_the_chain() {
    var planner = delegate(key.reveal(), "planner");
    var scraper = delegate(planner.reveal(), "scraper");
    Principal acting = identify(scraper.reveal());
    assertThat(acting.id()).isEqualTo(key.key().id());
    assertThat(acting.delegation().chain()).containsExactly("planner", "scraper");
    assertThat(acting.affiliation()).isEqualTo(key.key().principal().affiliation());
    assertThat(acting.grants()).isEqualTo(key.key().principal().grants());
    assertThat(acting).isEqualTo(scraper.principal());
    assertThat(scraper.toString()).doesNotContain(scraper.reveal());
  }

  @Test
  void a_credential_that_was_altered_is_worth_nothing() {
    String good = delegate(delegate(key.reveal(), "planner").reveal(), "scraper").reveal();
    String mine = good.substring(0, good.indexOf('.'));
    String other = delegate(key.reveal(), "planner").reveal();
    assertThat(refused(mine + other.substring(other.indexOf('.'))).code())
        .isEqualTo(Code.UNAUTHENTICATED);
    for (int at = Delegated.PREFIX.length(); at < good.length(); at += 7) {
      char c = good.charAt(at) == 'A' ? 'B' : 'A';
      String altered = good.substring(0, at) + c + good.substring(at + 1);
      assertThat(refused(altered).code()).isEqualTo(Code.UNAUTHENTICATED);
    }
    assertThat(refused(Delegated.PREFIX + "x").code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(refused(Delegated.PREFIX + "e30.e30").code()).isEqualTo(Code.UNAUTHENTICATED);
    var others = new Authenticator(List.of(key.key()), strangers(), clock);
    assertThat(catchThrowableOfType(Stop.class, () -> others.identify(with(good)))).isNotNull();
  }

  private static Tokens strangers() {
    return new Tokens(Secret.of("another pepper"), new java.util.Random(1));
  }

  @Test
  void it_ends_with_its_time_and_with_its_key() {
    var hour = callers.delegations();
    String brief =
        hour.issue(with(key.reveal()), new Wish("a", List.of(), Duration.ofMinutes(5))).reveal();
    String below = delegate(brief, "b").reveal();
    String usual = delegate(key.reveal(), "c").reveal();
    clock.advance(Duration.ofMinutes(5));
    assertThat(refused(brief).code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(refused(below).code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(identify(usual).delegation().chain()).containsExactly("c");
    keys.revoke(key.key().id(), clock.now());
    assertThat(refused(usual).code()).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void it_never_outlives_its_key() {
    clock.advance(Duration.ofDays(1).minusMinutes(1));
    var late = delegate(key.reveal(), "a");
    assertThat(late.expires()).isEqualTo(key.key().life().expiresAt());
  }

  @Test
  void less_may_be_delegated_and_never_more() {
    var one = callers.delegations();
    String auto = one.issue(with(key.reveal()), new Wish("a", List.of("auto"), null)).reveal();
    assertThat(identify(auto).grants().models()).containsExactly("auto");
    assertThat(identify(delegate(auto, "b").reveal()).grants().models()).containsExactly("auto");
    assertThat(unwilling(auto, new Wish("b", List.of("gpt-x"), null)).message()).contains("models");
    assertThat(unwilling(key.reveal(), new Wish("", List.of(), null)).message()).contains("agent");
    assertThat(unwilling(key.reveal(), new Wish("a", List.of(), Duration.ofDays(2))).message())
        .contains("ttl");
    assertThat(unwilling("sluice_x", new Wish("a", List.of(), null)).code())
        .isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void a_chain_has_an_end() {
    String last = key.reveal();
    for (int i = 0; i < 8; i++) {
      last = delegate(last, "agent-" + i).reveal();
    }
    assertThat(identify(last).delegation().chain()).hasSize(8);
    assertThat(unwilling(last, new Wish("one-more", List.of(), null)).message())
        .contains("8 agents");
  }
}
