package io.sluice.wire.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
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
import io.sluice.wire.Codec;
import io.sluice.wire.Encoded;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.SseText;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.gemini.GeminiContent;
import io.sluice.wire.openaichat.OpenAiChat;
import java.util.ArrayList;
import java.util.Base64;
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
      var answering = new Answering(EXCHANGE, request(TENANT), "m", false, false);
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
      var address = new Incoming.Address("/v1beta/models/m:generateContent", "");
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
    "gemini, openai-chat",
    "gemini, anthropic",
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
    "gemini, openai-chat",
    "gemini, anthropic",
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
  @ValueSource(strings = {"openai-chat", "anthropic", "gemini"})
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
  @ValueSource(strings = {"openai-chat", "anthropic", "gemini"})
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

  /** One thing an answer says: reasoning, a text, or a call. */
  record Said(String kind, String text, String seal) {
    static List<Said> any(RandomGenerator random, int turn, Talk provider) {
      var all = new ArrayList<Said>();
      String seal = "seal-" + turn + Long.toHexString(random.nextLong());
      if (provider.words()) {
        int thoughts = random.nextInt(1, 3);
        for (int i = 0; i < thoughts; i++) {
          String mark = seal + i + "/+=é\"".substring(0, random.nextInt(6));
          all.add(
              random.nextInt(4) == 0
                  ? new Said("redacted", "", mark)
                  : new Said("thinking", "thought of " + turn + "." + i + " é\n\"q\"", mark));
        }
      }
      if (random.nextBoolean()) {
        all.add(new Said("text", "Let me look " + turn, ""));
      }
      int calls = random.nextInt(1, 4);
      for (int i = 0; i < calls; i++) {
        boolean signed = !provider.words() && i == 0;
        all.add(new Said("call", "weather" + i, signed ? base64(seal) : ""));
      }
      return all;
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(Bytes.utf8(text).toArray());
    }

    String told() {
      return kind + "|" + text + "|" + seal;
    }
  }

  /** What a client or provider of one format writes, without any of the gateway's code. */
  private sealed interface Talk {
    static Talk of(String format) {
      return switch (format) {
        case "openai-chat" -> new Chat();
        case "anthropic" -> new Anthropic();
        default -> new Gemini();
      };
    }

    Codec codec();

    /** True if its reasoning is words with a signature, false if parts are signed. */
    boolean words();

    String asked(String text);

    String request(List<String> history);

    Bytes answer(List<Said> said);

    /** The messages with which a client goes on: the answer as it came, and results. */
    List<String> back(Json answer, int turn);

    /** What the assistant said in a request, seals and all. */
    List<String> told(Json request);

    /** Texts and names of calls in a request. */
    List<String> said(Json request);
  }

  private record Chat() implements Talk {
    @Override
    public Codec codec() {
      return new OpenAiChat("max_tokens");
    }

    @Override
    public boolean words() {
      return false;
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"model\":\"m\",\"messages\":[" + String.join(",", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      throw new UnsupportedOperationException("this format seals nothing");
    }

    /** As the typed clients do: only what the API reference lists. */
    @Override
    public List<String> back(Json answer, int turn) {
      Json message = answer.at("choices").items().getFirst().at("message");
      var out = new ArrayList<String>();
      var json = new JsonWriter(256).object().field("role", "assistant");
      json.field("content", message.at("content").raw());
      json.field("tool_calls", message.at("tool_calls").raw());
      out.add(json.endObject().done().utf8());
      for (Json call : message.at("tool_calls").items()) {
        var result = new JsonWriter(256).object().field("role", "tool");
        result.field("tool_call_id", call.text("id", "")).field("content", "sunny");
        out.add(result.endObject().done().utf8());
      }
      return out;
    }

    @Override
    public List<String> told(Json request) {
      return List.of();
    }

    @Override
    public List<String> said(Json request) {
      var all = new ArrayList<String>();
      for (Json message : request.at("messages").items()) {
        all.add(message.text("content", ""));
        for (Json call : message.at("tool_calls").items()) {
          all.add(call.at("function").text("name", ""));
        }
      }
      return all;
    }
  }

  private record Anthropic() implements Talk {
    @Override
    public Codec codec() {
      return new AnthropicMessages();
    }

    @Override
    public boolean words() {
      return true;
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + String.join(",", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      var json = new JsonWriter(512).object().field("id", "msg_1").field("type", "message");
      json.field("role", "assistant").field("model", "m").name("content").array();
      int number = 0;
      for (Said one : said) {
        switch (one.kind()) {
          case "thinking" ->
              json.object()
                  .field("type", "thinking")
                  .field("thinking", one.text())
                  .field("signature", one.seal())
                  .endObject();
          case "redacted" ->
              json.object()
                  .field("type", "redacted_thinking")
                  .field("data", one.seal())
                  .endObject();
          case "text" -> json.object().field("type", "text").field("text", one.text()).endObject();
          default -> {
            json.object().field("type", "tool_use").field("id", "toolu_" + number++);
            json.field("name", one.text()).name("input").object().endObject().endObject();
          }
        }
      }
      json.endArray().field("stop_reason", "tool_use").name("usage").object();
      return json.field("input_tokens", 1).field("output_tokens", 1).endObject().endObject().done();
    }

    @Override
    public List<String> back(Json answer, int turn) {
      String content = answer.at("content").raw().utf8();
      var json = new JsonWriter(256).object().field("role", "user").name("content").array();
      for (Json block : answer.at("content").items()) {
        if (block.text("type", "").equals("tool_use")) {
          json.object().field("type", "tool_result").field("tool_use_id", block.text("id", ""));
          json.field("content", "sunny").endObject();
        }
      }
      String results = json.endArray().endObject().done().utf8();
      return List.of("{\"role\":\"assistant\",\"content\":" + content + "}", results);
    }

    @Override
    public List<String> told(Json request) {
      var all = new ArrayList<String>();
      for (Json message : request.at("messages").items()) {
        if (!message.text("role", "").equals("assistant")) {
          continue;
        }
        for (Json block : message.at("content").items()) {
          all.add(
              switch (block.text("type", "")) {
                case "thinking" ->
                    "thinking|" + block.text("thinking", "") + "|" + block.text("signature", "");
                case "redacted_thinking" -> "redacted||" + block.text("data", "");
                case "text" -> "text|" + block.text("text", "") + "|";
                default -> "call|" + block.text("name", "") + "|";
              });
        }
      }
      return all;
    }

    @Override
    public List<String> said(Json request) {
      return told(request).stream().filter(told -> told.matches("(?s)(text|call).*")).toList();
    }
  }

  private record Gemini() implements Talk {
    @Override
    public Codec codec() {
      return new GeminiContent();
    }

    @Override
    public boolean words() {
      return false;
    }

    @Override
    public String asked(String text) {
      return "{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}";
    }

    @Override
    public String request(List<String> history) {
      return "{\"contents\": [" + String.join(", ", history) + "]}";
    }

    @Override
    public Bytes answer(List<Said> said) {
      var json = new JsonWriter(512).object().name("candidates").array().object();
      json.name("content").object().field("role", "model").name("parts").array();
      for (Said one : said) {
        json.object();
        if (one.kind().equals("text")) {
          json.field("text", one.text());
        } else {
          json.name("functionCall").object().field("name", one.text());
          json.name("args").object().endObject().endObject();
        }
        if (!one.seal().isEmpty()) {
          json.field("thoughtSignature", one.seal());
        }
        json.endObject();
      }
      json.endArray().endObject().field("finishReason", "STOP").endObject().endArray();
      return json.endObject().done();
    }

    @Override
    public List<String> back(Json answer, int turn) {
      Json content = answer.at("candidates").items().getFirst().at("content");
      var json = new JsonWriter(256).object().field("role", "user").name("parts").array();
      for (Json part : content.at("parts").items()) {
        Json call = part.at("functionCall");
        if (call.isObject()) {
          json.object().name("functionResponse").object().field("name", call.text("name", ""));
          if (!call.text("id", "").isEmpty()) {
            json.field("id", call.text("id", ""));
          }
          json.name("response").object().field("output", "sunny").endObject();
          json.endObject().endObject();
        }
      }
      String results = json.endArray().endObject().done().utf8();
      return List.of(content.raw().utf8(), results);
    }

    @Override
    public List<String> told(Json request) {
      var all = new ArrayList<String>();
      for (Json content : request.at("contents").items()) {
        if (!content.text("role", "").equals("model")) {
          continue;
        }
        for (Json part : content.at("parts").items()) {
          Json call = part.at("functionCall");
          String what =
              call.isObject() ? "call|" + call.text("name", "") : "text|" + part.text("text", "");
          if (!part.at("thought").bool(false)) {
            all.add(what + "|" + part.text("thoughtSignature", ""));
          }
        }
      }
      return all;
    }

    @Override
    public List<String> said(Json request) {
      return told(request).stream().map(told -> told.substring(0, told.lastIndexOf('|'))).toList();
    }
  }
}
