package io.sluice.cli;

import io.sluice.egress.CallerClient.Call;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import java.util.List;

/**
 * One question of the application in the demonstration.
 *
 * @param key the caller key it is asked with
 * @param model a route or model
 * @param label what the caller says of the content; empty: nothing
 */
record DemoQuestion(DemoStage.Key key, String model, String prompt, String label) {
  private static final int MOST_TOKENS = 1_000;

  DemoQuestion(DemoStage.Key key, String model, String prompt) {
    this(key, model, prompt, "");
  }

  /** In OpenAI's format. */
  Call chat(boolean stream) {
    var body = open().field("stream", stream);
    return new Call("/v1/chat/completions", key.secret(), headers(), messages(body));
  }

  /** In Anthropic's format. */
  Call messages() {
    return new Call("/v1/messages", key.secret(), anthropic(), messages(open()));
  }

  private JsonWriter open() {
    return new JsonWriter(512).object().field("model", model).field("max_tokens", MOST_TOKENS);
  }

  private Bytes messages(JsonWriter body) {
    body.name("messages").array().object().field("role", "user").field("content", prompt);
    return body.endObject().endArray().endObject().done();
  }

  private Headers headers() {
    return label.isEmpty()
        ? Headers.NONE
        : new Headers(List.of(new Header("x-sluice-labels", label)));
  }

  private Headers anthropic() {
    return new Headers(List.of(new Header("anthropic-version", "2023-06-01")));
  }
}
