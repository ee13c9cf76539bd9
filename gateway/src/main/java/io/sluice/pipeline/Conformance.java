package io.sluice.pipeline;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonSchema;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Prompt;
import io.sluice.model.Shape;
import io.sluice.model.Tools;
import io.sluice.model.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds an answer to the schemas that its request states, where the permit asks for that: its text
 * where JSON was demanded, the arguments of every tool call. Nothing of the answer is released
 * before. An answer that does not keep to them is a failed attempt: the model is asked once more,
 * and then the caller gets {@code schema_invalid}.
 */
final class Conformance implements Passage.Judge {
  private static final JsonLimits LIMITS = new JsonLimits(128, 32 << 20, 1_000, 1_000_000);
  private static final String OBJECT = "{\"type\":\"object\"}";

  private final @Nullable JsonSchema text;
  private final Map<String, JsonSchema> tools;
  private final boolean others;
  private final boolean again;
  private final Passage.@Nullable Judge next;

  private Conformance(Prompt prompt, boolean again, Passage.@Nullable Judge next)
      throws JsonException {
    this.text = text(prompt.shape());
    this.tools = new HashMap<>();
    for (Tools.Tool tool : prompt.tools().offered()) {
      tools.put(tool.name(), schema(tool.schema().text()));
    }
    this.others = prompt.traits().terms().contains("provider_tool");
    this.again = again;
    this.next = next;
  }

  /**
   * Who is asked about an answer of this candidate: {@code next} alone, or this before it.
   *
   * @throws io.sluice.model.Stop UNSUPPORTED if a schema says what cannot be checked
   */
  static Passage.@Nullable Judge judge(
      Undertaking work, Verdict verdict, Passage.@Nullable Judge next) {
    boolean owed = verdict.obligations().schemaKept();
    if (!owed || !(work.content().request() instanceof Prompt prompt) || !structured(prompt)) {
      return next;
    }
    boolean again =
        work.course().attempts().stream().noneMatch(one -> invalid(one.fault())); // one retry
    try {
      return new Conformance(prompt, again, next);
    } catch (JsonException e) {
      throw Fault.of(
              Code.UNSUPPORTED,
              "policy wants the answer held to the schemas of the request, and of one of them "
                  + e.getMessage())
          .stop();
    }
  }

  private static boolean invalid(@Nullable Fault fault) {
    return fault != null && fault.code() == Code.SCHEMA_INVALID;
  }

  private static boolean structured(Prompt prompt) {
    return prompt.shape().kind() != Shape.Kind.TEXT || !prompt.tools().offered().isEmpty();
  }

  private static @Nullable JsonSchema text(Shape shape) throws JsonException {
    return switch (shape.kind()) {
      case TEXT -> null;
      case JSON -> schema("");
      case SCHEMA -> schema(shape.schema().text());
    };
  }

  private static JsonSchema schema(String text) throws JsonException {
    return JsonSchema.of(Json.parse(Bytes.utf8(text.isBlank() ? OBJECT : text), LIMITS));
  }

  @Override
  public boolean whole() {
    return true;
  }

  @Override
  public List<Event> redacted(List<Event> said) {
    return next == null ? said : next.redacted(said);
  }

  @Override
  public @Nullable Fault judge(List<Calls.Call> calls, Transcript answer) {
    String flaw = answer.isEmpty() ? "it is too long to be checked" : flaw(calls, answer);
    if (!flaw.isEmpty()) {
      var fault =
          Fault.of(
              Code.SCHEMA_INVALID,
              "the answer does not keep to the schema it was asked for: " + flaw);
      return again ? fault : fault.last();
    }
    return next == null ? null : next.judge(calls, answer);
  }

  private String flaw(List<Calls.Call> calls, Transcript answer) {
    for (Calls.Call call : calls) {
      JsonSchema schema = tools.get(call.name());
      if (schema == null && !others) {
        return "it calls a tool that was not offered";
      }
      String text = call.arguments().isBlank() ? "{}" : call.arguments();
      String flaw = schema == null ? "" : flaw(schema, text);
      if (!flaw.isEmpty()) {
        return "the arguments of '" + call.name() + "': " + flaw;
      }
    }
    return text == null ? "" : flaw(text, answer);
  }

  private static String flaw(JsonSchema schema, Transcript answer) {
    for (Said said : Said.of(answer).values()) {
      boolean instead = said.otherwise && said.text.toString().isBlank();
      String flaw = instead ? "" : flaw(schema, said.text.toString());
      if (!flaw.isEmpty()) {
        return flaw;
      }
    }
    return "";
  }

  private static String flaw(JsonSchema schema, String text) {
    try {
      Optional<String> word = schema.flaw(Json.parse(Bytes.utf8(text), LIMITS));
      return word.map(one -> "it does not fit '" + one + "'").orElse("");
    } catch (JsonException e) {
      return "it is no JSON";
    }
  }

  /** What one choice says: a text, or otherwise calls, or a refusal. */
  private static final class Said {
    final StringBuilder text = new StringBuilder();
    boolean otherwise;

    static Map<Integer, Said> of(Transcript answer) {
      var all = new TreeMap<Integer, Said>();
      for (Transcript.Piece piece : answer.pieces()) {
        for (Event event : piece.said()) {
          switch (event) {
            case Event.Text(int choice, String more, var _) -> of(all, choice).text.append(more);
            case Event.Refusal(int choice, var _) -> of(all, choice).otherwise = true;
            case Event.ToolStarted(int choice, var _, var _, var _) ->
                of(all, choice).otherwise = true;
            case Event.Finished(int choice, Finish finish, var _) ->
                of(all, choice).otherwise |=
                    finish == Finish.REFUSAL || finish == Finish.CONTENT_FILTER;
            default -> {} // nothing else is said to the caller as content
          }
        }
      }
      return all;
    }

    private static Said of(Map<Integer, Said> all, int choice) {
      return all.computeIfAbsent(choice, _ -> new Said());
    }
  }
}
