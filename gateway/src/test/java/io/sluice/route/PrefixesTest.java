package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Example;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.SetClock;
import io.sluice.model.Shape;
import io.sluice.model.Span;
import io.sluice.model.Tools;
import io.sluice.route.Prefixes.Beginnings;
import io.sluice.route.Prefixes.Held;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PrefixesTest {
  private static final String PREFACE = "All of this was said before. ".repeat(100); // 2,900
  private static final ModelRef ONE = new ModelRef("one", "m");
  private static final ModelRef OTHER = new ModelRef("other", "m");

  private final SetClock clock = new SetClock(Example.NOON);
  private final Prefixes prefixes = new Prefixes(clock);

  static Beginnings of(String text, String tenant) {
    var segment = new Segment(Segment.Source.USER, text, Span.NONE, Segment.Coding.STRING);
    var message =
        new Message(Message.Role.USER, List.of(new Part.Text(segment, List.of())), List.of());
    var prompt =
        new Prompt(
            Example.chat(text.length(), 0),
            List.of(segment),
            List.of(message),
            new Tools(List.of(), Tools.Choice.UNSET, "", Tools.Parallel.UNSET),
            Sampling.UNSET,
            Shape.TEXT,
            List.of());
    return Prefixes.of(prompt, tenant);
  }

  @Test
  void whoever_read_the_longest_beginning_last_holds_it() {
    prefixes.read(of(PREFACE, "acme"), ONE);
    prefixes.read(of(PREFACE + "x".repeat(4_000), "acme"), OTHER);
    Held half = Objects.requireNonNull(prefixes.held(of(PREFACE + "y".repeat(1_200), "acme")));
    assertThat(half.model()).isEqualTo(OTHER); // the last that read the common part
    assertThat(half.share()).isBetween(0.4, 0.7);
    Held whole = Objects.requireNonNull(prefixes.held(of(PREFACE + "x".repeat(4_000), "acme")));
    assertThat(whole).isEqualTo(new Held(OTHER, 1));
  }

  @Test
  void nothing_is_held_of_a_short_prompt_of_another_tenant_or_after_a_while() {
    prefixes.read(of("Hello", "acme"), ONE);
    assertThat(prefixes.held(of("Hello", "acme"))).isNull();
    prefixes.read(of(PREFACE, "acme"), ONE);
    assertThat(prefixes.held(of(PREFACE, "rival"))).isNull();
    assertThat(prefixes.held(of("Else. " + PREFACE, "acme"))).isNull();
    clock.advance(Duration.ofMinutes(10));
    assertThat(prefixes.held(of(PREFACE, "acme"))).isNull();
  }
}
