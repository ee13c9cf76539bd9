package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads a chat completion, streamed or whole. */
final class ReadAnswer implements AnswerReader {
  private static final Bytes DONE = Bytes.utf8("[DONE]");

  private final boolean stream;
  private final SseFrames frames = new SseFrames();
  private final Whole whole = new Whole();
  private final ReadChoices choices = new ReadChoices();

  /** A name, and nothing that could quote anything. */
  private static final Pattern FINGERPRINT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private String fingerprint = "";
  private boolean started;
  private boolean over;

  ReadAnswer(boolean stream) {
    this.stream = stream;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    if (!stream) {
      whole.add(bytes);
      return;
    }
    boolean fits = frames.accept(bytes, (raw, event, data) -> event(raw, data, out));
    if (!fits && !over) {
      over = true;
      out.accept(broken(Bytes.EMPTY, "one event of the provider's stream is too large"));
    }
  }

  @Override
  public void end(Consumer<Frame> out) {
    if (!stream) {
      out.accept(whole(whole.bytes()));
      return;
    }
    frames.end((raw, event, data) -> event(raw, data, out));
    if (over) {
      return;
    }
    over = true;
    if (choices.finished()) { // some servers leave the last line out
      out.accept(new Frame(Bytes.EMPTY, List.of(new Event.Ended()), false));
    } else {
      out.accept(broken(Bytes.EMPTY, "the provider's stream ended before it was complete"));
    }
  }

  private void event(Bytes raw, Bytes data, Consumer<Frame> out) {
    if (data.isEmpty() || over) {
      out.accept(new Frame(raw, List.of(), false));
      return;
    }
    if (data.equals(DONE)) {
      over = true;
      out.accept(new Frame(raw, List.of(new Event.Ended()), false));
      return;
    }
    Json json = Fields.lenient(data);
    if (!json.isObject()) {
      over = true;
      out.accept(broken(raw, "an event of the provider's stream is not JSON"));
      return;
    }
    var events = new ArrayList<Event>(3);
    start(json, events);
    int shift = data.within(raw);
    for (Json choice : json.at("choices").items()) {
      choices.delta(choice, shift, events);
    }
    Json usage = json.at("usage");
    if (usage.isObject()) {
      events.add(new Event.Used(usage(usage).as(served(json))));
    }
    if (!json.at("error").absent()) {
      over = true;
      events.add(new Event.Failed(ErrorAnswer.inStream(data)));
    }
    boolean usageOnly = usage.isObject() && json.at("choices").items().isEmpty() && !over;
    out.accept(new Frame(raw, events, usageOnly));
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  private void start(Json json, List<Event> events) {
    String said = json.text("system_fingerprint", "");
    if (FINGERPRINT.matcher(said).matches()) {
      fingerprint = said;
    }
    boolean preface = json.at("choices").items().isEmpty() && json.text("id", "").isEmpty();
    if (!started && !preface) { // Azure says something of the prompt first
      started = true;
      events.add(
          new Event.Started(
              json.text("id", ""), json.text("model", ""), json.integer("created", 0)));
    }
  }

  private Frame whole(Bytes body) {
    Json json = Fields.lenient(body);
    if (json.isObject() && !json.at("error").absent() && !json.at("choices").isArray()) {
      var fault = ErrorAnswer.inStream(body);
      return new Frame(body, List.of(new Event.Failed(fault)), false);
    }
    if (!json.isObject() || !json.at("choices").isArray()) {
      return broken(body, "the provider's answer is not a chat completion");
    }
    var events = new ArrayList<Event>();
    start(json, events);
    for (Json choice : json.at("choices").items()) {
      choices.message(choice, events);
    }
    if (json.at("usage").isObject()) {
      events.add(new Event.Used(usage(json.at("usage")).as(served(json))));
    }
    events.add(new Event.Ended());
    return new Frame(body, events, false);
  }

  private static Frame broken(Bytes raw, String message) {
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }

  /**
   * Usage as this format says it: cached tokens are part of {@code prompt_tokens}, while the hub's
   * kinds are disjoint; DeepSeek names the cached ones otherwise; xAI leaves reasoning out of
   * {@code completion_tokens}, which its total gives away.
   */
  static Usage usage(Json usage) {
    Json details = usage.at("prompt_tokens_details");
    long prompt = amount(usage, "prompt_tokens");
    long completion = amount(usage, "completion_tokens");
    long read = amount(details, "cached_tokens");
    if (read == 0) {
      read = amount(usage, "prompt_cache_hit_tokens");
    }
    read = Math.min(read, prompt);
    long written = Math.min(amount(details, "cache_write_tokens"), prompt - read);
    long reasoning = amount(usage.at("completion_tokens_details"), "reasoning_tokens");
    long total = amount(usage, "total_tokens");
    if (reasoning > 0 && total == prompt + completion + reasoning) {
      completion += reasoning;
    }
    reasoning = Math.min(reasoning, completion);
    return new Usage(
        prompt - read - written, completion, read, written, reasoning, Usage.Served.USUAL);
  }

  private static Usage.Served served(Json answer) {
    String tier = answer.text("service_tier", "default");
    boolean usual = tier.equals("default") || tier.equals("auto");
    return usual ? Usage.Served.USUAL : new Usage.Served(0, 0, tier);
  }

  private static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }
}
