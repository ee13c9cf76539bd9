package io.sluice.e2e;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What came back through a front door, in words that are the same for all of them.
 *
 * @param code the class of a refusal, wherever this format puts it; empty: there was none
 * @param text everything that was said
 * @param calls tools that the caller is asked to call: the name and the arguments as JSON
 * @param raw the body as it came
 */
record FlowAnswer(
    HttpResponse<String> response, String code, String text, List<Call> calls, String raw) {
  private static final Pattern CODE =
      Pattern.compile("\"sluice\"\\s*:\\s*\\{[^}]*\"code\"\\s*:\\s*\"([a-z_]+)\"");
  private static final Pattern APPROVAL = Pattern.compile("\"approval\"\\s*:\\s*\"([^\"]+)\"");

  /** A tool to be called. */
  record Call(String tool, String arguments) {}

  static FlowAnswer of(FlowDoor door, HttpResponse<String> response) {
    String body = response.body();
    var heard = new Heard();
    for (Json event : events(body)) {
      switch (door) {
        case CHAT -> heard.chat(event);
        case RESPONSES -> heard.responses(event);
        case MESSAGES -> heard.messages(event);
        case GEMINI -> heard.gemini(event);
      }
    }
    var code = CODE.matcher(body);
    String inside = code.find() ? code.group(1) : "";
    String stated = response.headers().firstValue("x-sluice-code").orElse(inside);
    return new FlowAnswer(response, stated, heard.text.toString(), heard.done(), body);
  }

  /** {@code released}, {@code held} for a person, or {@code denied}. */
  String outcome() {
    if (code.isEmpty() && response.statusCode() == 200) {
      return "released";
    }
    return code.equals("approval_required") ? "held" : "denied";
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The approval that the refusal names; empty: none. */
  String approval() {
    var found = APPROVAL.matcher(raw);
    return found.find() ? found.group(1) : "";
  }

  private static List<Json> events(String body) {
    if (!body.startsWith("data:") && !body.startsWith("event:")) {
      return List.of(json(body));
    }
    return body.lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()).strip())
        .filter(line -> !line.equals("[DONE]"))
        .map(FlowAnswer::json)
        .toList();
  }

  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new AssertionError("the answer is not JSON: " + text, e);
    }
  }

  /** Puts an answer together, whole or piece by piece. */
  private static final class Heard {
    private final StringBuilder text = new StringBuilder();
    private final Map<Long, String> names = new TreeMap<>();
    private final Map<Long, String> arguments = new TreeMap<>();

    List<Call> done() {
      var calls = new ArrayList<Call>();
      names.forEach((at, name) -> calls.add(new Call(name, arguments.getOrDefault(at, ""))));
      return calls;
    }

    private void call(long at, String name, String piece) {
      if (!name.isEmpty()) {
        names.put(at, name);
      }
      arguments.merge(at, piece, String::concat);
    }

    private void say(Json part) {
      text.append(part.string().orElse(""));
    }

    void chat(Json event) {
      for (Json choice : event.at("choices").items()) {
        for (Json said : List.of(choice.at("message"), choice.at("delta"))) {
          say(said.at("content"));
          long at = 0;
          for (Json call : said.at("tool_calls").items()) {
            Json function = call.at("function");
            call(
                call.integer("index", at++),
                function.text("name", ""),
                function.text("arguments", ""));
          }
        }
      }
    }

    void responses(Json event) {
      if (event.text("type", "").equals("response.output_text.delta")) {
        say(event.at("delta"));
      }
      if (event.text("type", "").equals("response.output_item.done")) {
        item(event.at("item"), false);
      }
      event.at("output").items().forEach(item -> item(item, true));
    }

    private void item(Json item, boolean whole) {
      if (item.text("type", "").equals("function_call")) {
        call(names.size(), item.text("name", ""), item.text("arguments", ""));
      }
      if (whole) {
        item.at("content").items().forEach(part -> say(part.at("text")));
      }
    }

    void messages(Json event) {
      long at = event.integer("index", 0);
      Json begun = event.at("content_block");
      if (begun.text("type", "").equals("tool_use")) {
        call(at, begun.text("name", ""), "");
      }
      Json delta = event.at("delta");
      say(delta.at("text"));
      if (!delta.at("partial_json").missing()) {
        call(at, "", delta.text("partial_json", ""));
      }
      long index = 0;
      for (Json block : event.at("content").items()) {
        say(block.at("text"));
        if (block.text("type", "").equals("tool_use")) {
          call(index, block.text("name", ""), block.at("input").raw().utf8());
        }
        index++;
      }
    }

    void gemini(Json event) {
      for (Json candidate : event.at("candidates").items()) {
        for (Json part : candidate.at("content").at("parts").items()) {
          say(part.at("text"));
          Json call = part.at("functionCall");
          if (call.isObject()) {
            call(names.size(), call.text("name", ""), call.at("args").raw().utf8());
          }
        }
      }
    }
  }
}
