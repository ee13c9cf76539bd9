package io.sluice.wire.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import io.sluice.model.Request;
import io.sluice.model.Secret;
import io.sluice.model.Segment;
import io.sluice.model.Splice;
import io.sluice.vault.Stamps;
import io.sluice.wire.Answering;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.SseText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider sealed comes back to it byte for byte, whichever format its caller speaks. */
class SealsTest {
  private static final Seals SEALS =
      new Seals(new Stamps(Secret.of("a key of thirty-two bytes or so!"))::of);

  private static final String TENANT = "acme";
  private static final int TURNS = 3;

  /** The turns of one conversation so far, as the caller's format has them. */
  private static final class Loop {
    final Talk provider;
    final Talk caller;
    final List<String> history = new ArrayList<>();
    final List<String> sealed = new ArrayList<>();

    Loop(String provider, String caller) {
      this.provider = Talk.of(provider);
      this.caller = Talk.of(caller);
      history.add(this.caller.asked("What is the weather?"));
    }

    /** One answer of the provider goes to the caller, who sends it back with results. */
    void turn(RandomGenerator random, int number) {
      List<Said> answer = Said.any(random, number, provider);
      answer.forEach(said -> sealed.add(said.told()));
      Bytes told = crossed(provider.answer(answer));
      history.addAll(caller.back(Fields.lenient(told), number));
    }

    private Bytes crossed(Bytes answer) {
      var answering = new Answering(EXCHANGE, request(TENANT), "m", false, false, Bytes.EMPTY);
      var crossing = new Seals.Crossing(TENANT, EXCHANGE, provider.codec(), caller.codec());
      var writer = SEALS.carrying(caller.codec().writer(answering), crossing);
      var reader = provider.codec().reader(false);
      var out = new SseText();
      reader.accept(answer, frame -> out.add(writer.write(frame.events())));
      reader.end(frame -> out.add(writer.write(frame.events())));
      out.add(writer.end());
      return out.bytes();
    }

    Incoming incoming() {
      var address = new Incoming.Address(caller.path(), "");
      Bytes body = Bytes.utf8(caller.request(history));
      return new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT);
    }

    Request request(String tenant) {
      return SEALS.opened(caller.codec().read(incoming()), tenant);
    }

    Encoded encoded(String tenant) {
      return provider.codec().encode(request(tenant), Outgoing.to("m"));
    }
  }

  /** Runs a check with that many seeds; a failure names the one that repeats it. */
  private static void forAll(int seeds, Consumer<RandomGenerator> check) {
    for (long seed = 0; seed < seeds; seed++) {
      try {
        check.accept(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final ExchangeId EXCHANGE = new ExchangeId("01990a3c-5e00-7abc-8def-0123456789ab");

  @ParameterizedTest
  @CsvSource({
    "anthropic, openai-chat",
    "anthropic, gemini",
    "anthropic, bedrock",
    "gemini, openai-chat",
    "gemini, anthropic",
    "gemini, bedrock",
    "bedrock, openai-chat",
    "bedrock, anthropic",
    "bedrock, gemini",
  })
  void sealed_blocks_survive_three_turns_of_a_tool_loop(String provider, String caller) {
    forAll(
        200,
        random -> {
          var loop = new Loop(provider, caller);
          for (int turn = 0; turn < TURNS; turn++) {
            loop.turn(random, turn);
            Json body = Fields.lenient(loop.encoded(TENANT).body());
            assertThat(loop.provider.told(body)).isEqualTo(loop.sealed);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, openai-chat",
    "anthropic, gemini",
    "anthropic, bedrock",
    "gemini, openai-chat",
    "gemini, anthropic",
    "gemini, bedrock",
    "bedrock, openai-chat",
    "bedrock, anthropic",
    "bedrock, gemini",
  })
  void another_tenants_block_or_a_changed_one_is_lost_and_that_is_said(
      String provider, String caller) {
    forAll(
        100,
        random -> {
          var loop = new Loop(provider, caller);
          loop.turn(random, 0);
          refused(loop.encoded("other"));
          loop.history.replaceAll(turn -> forged(turn, random));
          refused(loop.encoded(TENANT));
        });
  }

  private static void refused(Encoded encoded) {
    assertThat(encoded.losses()).extracting(Loss::field).contains("sealed_block");
    assertThat(encoded.body().utf8())
        .doesNotContain("seal-")
        .doesNotContain("thought of")
        .doesNotContain(Envelope.MARK);
  }

  /** One character of each envelope changed. */
  private static String forged(String turn, RandomGenerator random) {
    int at = turn.indexOf(Envelope.MARK);
    if (at < 0) {
      return turn;
    }
    int end = at;
    while (Character.isLetterOrDigit(turn.charAt(end)) || "+/_-".indexOf(turn.charAt(end)) >= 0) {
      end++;
    }
    int place = random.nextInt(at + Envelope.MARK.length(), end - 2);
    char other = turn.charAt(place) == 'A' ? 'B' : 'A';
    return turn.substring(0, place) + other + turn.substring(place + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai-chat", "anthropic", "gemini", "bedrock"})
  void envelopes_are_taken_out_of_what_goes_on_in_its_own_format(String caller) {
    forAll(
        100,
        random -> {
          var loop = new Loop(caller.equals("gemini") ? "anthropic" : "gemini", caller);
          for (int turn = 0; turn < TURNS; turn++) {
            loop.turn(random, turn);
          }
          Incoming incoming = loop.incoming();
          assertThat(incoming.body().utf8()).contains(Envelope.MARK);
          Bytes clean = Splice.apply(incoming.body(), Seals.without(incoming, List.of()));
          assertThat(clean.utf8()).doesNotContain(Envelope.MARK);
          assertThat(Fields.lenient(clean).isObject()).as(clean.utf8()).isTrue();
          assertThat(loop.caller.said(Fields.lenient(clean)))
              .isEqualTo(loop.caller.said(incoming.root()));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai-chat", "anthropic", "gemini", "bedrock"})
  void a_request_without_envelopes_is_the_same_request(String caller) {
    var loop = new Loop("anthropic", caller);
    Request read = loop.caller.codec().read(loop.incoming());
    assertThat(SEALS.opened(read, TENANT)).isSameAs(read);
    var masks = List.<Splice>of();
    assertThat(Seals.without(loop.incoming(), masks)).isSameAs(masks);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai-chat", "gemini"})
  void reasoning_that_comes_back_is_looked_at_like_any_text(String caller) {
    var loop = new Loop("anthropic", caller);
    loop.turn(new SplittableRandom(7), 0);
    var words =
        loop.request(TENANT).segments().stream().map(Segment::text).filter(t -> t.contains("of 0"));
    assertThat(words).isNotEmpty();
  }
}
