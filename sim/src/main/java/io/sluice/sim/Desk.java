package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Receives a request, finds its faults, and gets it answered. */
final class Desk {
  private final Api api;
  private final Optional<byte[]> credential;
  private final Pacing pacing;
  private final Throttle throttle = new Throttle();
  private final List<ActiveRule> rules = new CopyOnWriteArrayList<>();
  private final List<FaultRule> lasting;
  private final Queue<Cue> cues = new ConcurrentLinkedQueue<>();

  Desk(SimSettings settings) {
    Optional<Scenario> scenario = settings.scenario().map(Scenario::read);
    this.api =
        switch (settings.kind()) {
          case OPENAI -> new OpenAiApi(Dialect.OPENAI, settings.models());
          case COMPATIBLE -> new OpenAiApi(Dialect.COMPATIBLE, settings.models());
          case ANTHROPIC -> new AnthropicApi(settings.models());
          case GEMINI -> new GeminiApi(settings.models());
          case OLLAMA -> new OllamaApi(settings.models());
          case COHERE -> new CohereApi(settings.models());
          case BEDROCK -> new ConverseApi(settings.models());
        };
    this.credential = settings.credential().map(key -> key.getBytes(StandardCharsets.UTF_8));
    this.pacing = scenario.flatMap(Scenario::pacing).orElse(settings.pacing());
    this.lasting = scenario.map(Scenario::rules).orElse(List.of());
    clear();
  }

  private record ActiveRule(FaultRule rule, AtomicLong seen) {
    boolean affects(Call call) {
      if (!rule.matches(call)) {
        return false;
      }
      long number = seen.incrementAndGet();
      return number >= rule.from()
          && (rule.times() == 0 || number < (long) rule.from() + rule.times());
    }
  }

  void add(FaultRule rule) {
    rules.add(new ActiveRule(rule, new AtomicLong()));
  }

  void add(Cue cue) {
    cues.add(cue);
  }

  /** Back to the scenario's rules, all counts at zero; no cue is left. */
  void clear() {
    rules.clear();
    cues.clear();
    lasting.forEach(this::add);
    throttle.clear();
  }

  /** A visit and its answer. */
  record Served(Visit visit, Answer answer) {}

  Served serve(Call call) {
    var faults = new Faults();
    try {
      gather(call, faults);
    } catch (IllegalArgumentException badFault) {
      var visit = new Visit(call, new Faults(), pacing, Quota.AMPLE, Optional.empty());
      return new Served(
          visit, api.error(visit, ApiError.of(400, String.valueOf(badFault.getMessage()))));
    }
    Quota quota =
        faults
            .find(Fault.Throttle.class)
            .map(limit -> throttle.take(limit.perMinute()))
            .orElse(Quota.AMPLE);
    var visit = new Visit(call, faults, paced(faults), quota, cue(call));
    return new Served(visit, answer(visit));
  }

  private void gather(Call call, Faults faults) {
    for (ActiveRule rule : rules) {
      if (rule.affects(call)) {
        faults.add(rule.rule().faults());
      }
    }
    Json body = call.json();
    List<Json> contents = body.at("contents").items();
    String last =
        !contents.isEmpty()
            ? ContentRequest.turn(contents.getLast()).text()
            : body.at("messages").isPresent()
                ? Turn.last(body.at("messages")).text()
                : ResponsesRequest.lastText(body);
    for (String text : Commands.in(last).faults()) {
      faults.add(Fault.parse(text));
    }
    call.header("x-sim-fault").ifPresent(text -> faults.add(Fault.parse(text)));
  }

  private Optional<Cue> cue(Call call) {
    return call.method().equals("POST") ? Optional.ofNullable(cues.poll()) : Optional.empty();
  }

  private Pacing paced(Faults faults) {
    return new Pacing(
        pacing.firstToken(),
        faults
            .find(Fault.Pace.class)
            .map(Fault.Pace::tokensPerSecond)
            .orElse(pacing.tokensPerSecond()),
        faults
            .find(Fault.Chunk.class)
            .map(Fault.Chunk::tokensPerEvent)
            .orElse(pacing.tokensPerEvent()));
  }

  private Answer answer(Visit visit) {
    Faults faults = visit.faults();
    var redirect = faults.find(Fault.Redirect.class);
    if (redirect.isPresent()) {
      var location = new Header("Location", redirect.get().location());
      return new Answer.Whole(302, List.of(location), "", 0);
    }
    try {
      if (visit.quota().exceeded()) {
        throw ApiError.of(429, "Rate limit reached; try again later.");
      }
      var status = faults.find(Fault.Status.class);
      if (status.isPresent()) {
        throw ApiError.of(status.get().code(), "");
      }
      if (!admits(visit.call())) {
        throw api.unauthenticated(visit);
      }
      if (visit.cue().orElse(null) instanceof Cue.Body(String json)) {
        return new Answer.Whole(
            200, List.of(new Header("Content-Type", "application/json")), json, 0);
      }
      return api.answer(visit);
    } catch (ApiError error) {
      return failed(visit, error);
    }
  }

  private Answer failed(Visit visit, ApiError error) {
    Answer worded = api.error(visit, error);
    var headers = new ArrayList<Header>(worded.headers());
    visit
        .faults()
        .find(Fault.RetryAfter.class)
        .map(Fault.RetryAfter::value)
        .or(
            () ->
                visit.quota().exceeded()
                    ? Optional.of(Long.toString(visit.quota().resetSeconds()))
                    : Optional.empty())
        .ifPresent(value -> headers.add(new Header("retry-after", value)));
    Optional<String> body = visit.faults().find(Fault.Body.class).map(Fault.Body::text);
    if (body.isPresent()) {
      headers.removeIf(header -> header.name().equals("Content-Type"));
      headers.addFirst(new Header("Content-Type", type(body.get())));
      return new Answer.Whole(error.status(), headers, body.get(), 0);
    }
    return worded instanceof Answer.Whole whole
        ? new Answer.Whole(error.status(), headers, whole.body(), 0)
        : worded;
  }

  private static String type(String body) {
    return body.startsWith("{")
        ? "application/json"
        : body.startsWith("<") ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
  }

  private boolean admits(Call call) {
    if (credential.isEmpty()) {
      return true;
    }
    if (call.header("authorization").orElse("").startsWith("AWS4-")) {
      return AwsSignature.made(new String(credential.get(), StandardCharsets.UTF_8), call);
    }
    byte[] presented = call.credential().orElse("").getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(credential.get(), presented);
  }
}
