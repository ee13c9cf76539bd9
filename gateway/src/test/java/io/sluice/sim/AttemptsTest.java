package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.identity.IssuedKey;
import io.sluice.identity.Presented;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Lifeline;
import io.sluice.sim.Asking.Body;
import io.sluice.sim.Asking.Door;
import io.sluice.sim.Asking.Manners;
import io.sluice.sim.Asking.Words;
import io.sluice.sim.Play.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulation found of attempts, each played on its own. The oracle checks the rest. */
class AttemptsTest {
  /** A key with a budget, whose content is public. */
  private static final int BUDGETED = 5;

  @TempDir static Path directory;

  private int made;

  private static World world(long seed) {
    return new World(seed, Setting.under(directory), Mischief.NONE, Integer.MAX_VALUE);
  }

  private Asking asking(World world, String model) {
    IssuedKey key = world.held(BUDGETED);
    int number = ++made;
    String prompt = "Say something of canary" + number;
    String body =
        "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, prompt);
    return new Asking(
        number,
        new Door("/v1/chat/completions", true, model),
        new Words(Bytes.utf8(body), Headers.NONE, prompt, null, "canary" + number, List.of(), ""),
        new Manners(Body.AT_ONCE, null, false, Duration.ofMinutes(3)),
        new Presented(List.of(key.secret())),
        key.key().id());
  }

  private static long charged(Case one) {
    return one.closing == null ? -1 : one.closing.at("budget").integer("charged", -1);
  }

  private static long bound(Case one) {
    return one.decision == null ? -1 : one.decision.at("budget").integer("bound", -1);
  }

  @Test
  void an_attempt_that_fell_silent_is_charged_though_a_later_one_answers() {
    var world = world(1);
    world.script(Kind.SILENT, Kind.ANSWER);
    Case one = world.arrive(asking(world, "nano"));
    world.finish();
    assertThat(one.sent).hasSize(2);
    assertThat(charged(one)).isGreaterThan(bound(one));
  }

  @Test
  void an_attempt_that_was_refused_is_not_charged() {
    var world = world(1);
    world.script(Kind.NO_CONNECTION, Kind.ANSWER);
    Case one = world.arrive(asking(world, "nano"));
    world.finish();
    assertThat(one.sent).hasSize(2);
    assertThat(charged(one)).isEqualTo(one.sent.getLast().bill().micros());
  }

  @Test
  void what_was_sent_under_a_key_that_is_revoked_meanwhile_is_charged() {
    var world = world(1);
    world.script(Kind.SILENT);
    Case one = world.arrive(asking(world, "nano"));
    world.pass(Duration.ofSeconds(2));
    assertThat(one.caller.lifeline().trip(Lifeline.Reason.REVOKED)).isTrue();
    world.finish();
    assertThat(one.sent).hasSize(1);
    assertThat(charged(one)).isEqualTo(bound(one));
  }

  @Test
  void a_stream_that_breaks_is_not_charged_by_what_was_said_of_usage_at_its_beginning() {
    boolean begun = false;
    for (long seed = 1; seed <= 12; seed++) {
      var world = world(seed);
      world.script(Kind.CUT, Kind.CUT, Kind.CUT);
      Case one = world.arrive(asking(world, "deep"));
      world.finish();
      long bills = one.sent.stream().mapToLong(spent -> spent.bill().micros()).sum();
      assertThat(charged(one)).as("seed %d", seed).isGreaterThanOrEqualTo(bills);
      begun |= one.outcome().equals("failed") && one.caller.told().contains("said");
    }
    assertThat(begun).as("one of them broke after its first words").isTrue();
  }

  @Test
  void nothing_is_sent_for_an_exchange_that_was_ended_before() {
    var world = world(1);
    Case one = world.arrive(asking(world, "nano"));
    assertThat(one.caller.lifeline().trip(Lifeline.Reason.REVOKED)).isTrue();
    world.finish();
    assertThat(one.sent).isEmpty();
    assertThat(charged(one)).isZero();
  }

  @Test
  void a_caller_that_got_the_head_and_no_word_is_told_how_it_ended() {
    var world = world(1);
    world.script(Kind.SILENT, Kind.NO_CONNECTION, Kind.NO_CONNECTION);
    Case one = world.arrive(asking(world, "nano"));
    world.finish();
    assertThat(one.caller.complete()).isTrue();
    assertThat(one.caller.told()).contains(": keep-alive").contains("\"error\"");
    assertThat(Objects.requireNonNull(one.closing).at("outcome").integer("status", 0))
        .isEqualTo(200);
  }

  @Test
  void a_candidate_that_comes_after_one_that_is_probed_has_a_ruling_of_its_own() {
    var world = world(1);
    world.script(Kind.NO_CONNECTION, Kind.NO_CONNECTION, Kind.NO_CONNECTION);
    world.arrive(asking(world, "small"));
    world.pass(Duration.ofSeconds(4));
    world.script(Kind.NO_CONNECTION, Kind.NO_CONNECTION, Kind.NO_CONNECTION);
    world.arrive(asking(world, "small"));
    world.pass(Duration.ofSeconds(20));
    world.script(Kind.EARLY_END, Kind.SILENT);
    Case routed = world.arrive(asking(world, "auto"));
    Case probe = world.arrive(asking(world, "small"));
    world.finish();
    assertThat(probe.sent).isNotEmpty();
    assertThat(routed.rulingsAllowed()).isEqualTo(routed.sent.size() - 1L);
  }
}
