package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.identity.IssuedKey;
import io.sluice.identity.Presented;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.sim.Asking.Body;
import io.sluice.sim.Asking.Door;
import io.sluice.sim.Asking.Manners;
import io.sluice.sim.Asking.Words;
import io.sluice.sim.Play.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decisions that become durable beside their calls: the call leaves before its decision is on the
 * disk, and nobody hears of its answer before. The oracle holds that; the disk is slow at times.
 */
class OverlapTest {
  private static final int PUBLIC = 6;
  private static final int BUDGETED = 5;
  private static final int CALLS = 200;

  @TempDir static Path directory;

  private static Asking asking(IssuedKey key, int number) {
    String prompt = "Say something of canary" + number;
    String body =
        "{\"model\":\"beside\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(prompt);
    return new Asking(
        number,
        new Door("/v1/chat/completions", true, "beside"),
        new Words(Bytes.utf8(body), Headers.NONE, prompt, null, "canary" + number, List.of(), ""),
        new Manners(Body.AT_ONCE, null, false, Duration.ofMinutes(3)),
        new Presented(List.of(key.secret())),
        key.key().id());
  }

  /** Calls one after the other. */
  private static List<Case> play(Mischief mischief, int holder) {
    var world = new World(3, Setting.under(directory), mischief, Integer.MAX_VALUE);
    var all = new ArrayList<Case>();
    for (int i = 1; i <= CALLS; i++) {
      world.script(Kind.ANSWER);
      all.add(world.arrive(asking(world.held(holder), i)));
      world.pass(Duration.ofSeconds(2));
    }
    world.finish();
    return all;
  }

  @Test
  void calls_leave_before_their_decision_is_durable_and_no_answer_is_released_before() {
    List<Case> all = play(Mischief.NONE, PUBLIC);
    assertThat(all).allMatch(Case::overlapped);
    assertThat(all).allMatch(one -> one.outcome().equals("answered"));
    for (Case one : all) {
      var head = Objects.requireNonNull(one.caller.head());
      assertThat(head.headers().first("x-sluice-receipt", "")).isNotEmpty();
    }
    assertThat(all).as("calls that left first").anyMatch(one -> one.leftEarly);
  }

  @Test
  void a_relay_that_does_not_hold_answers_back_is_found() {
    assertThatThrownBy(() -> play(Mischief.RELEASED_UNRECORDED, PUBLIC))
        .hasMessageContaining(Mischief.RELEASED_UNRECORDED.found());
  }

  @Test
  void what_a_hard_budget_counts_is_recorded_first_whatever_the_route_says() {
    List<Case> all = play(Mischief.NONE, BUDGETED);
    assertThat(all).allMatch(Case::permitted);
    assertThat(all).noneMatch(Case::overlapped).noneMatch(one -> one.leftEarly);
  }
}
