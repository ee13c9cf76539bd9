package io.sluice.cli.security;

import io.sluice.cli.RunningGateway;
import io.sluice.egress.CallerClient;
import io.sluice.egress.LocalAdmin;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import io.sluice.sim.Cue;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A gateway between applications and two simulated providers, all over HTTP, in a directory of its
 * own. Every route of the rulebook is a provider of that clearance, once for each API; every case
 * is a tenant of its own, so that nothing of one is known again in another.
 */
final class TestBed implements AutoCloseable {
  /** Levels above this stay with models of the operator's own. */
  private static final List<String> OUTSIDE = List.of("public", "internal", "confidential");

  private final Map<String, Simulator> providers = new HashMap<>();
  private final Map<String, CallerClient> direct = new HashMap<>();
  private final Map<String, Secret> keys = new ConcurrentHashMap<>();
  private final Path directory;
  private final RunningGateway gateway;
  private final LocalAdmin admin;
  private final CallerClient caller;

  /**
   * What an exchange came to.
   *
   * @param status of the answer
   * @param code the class of a refusal; empty: there was none
   * @param asked whether a model was asked
   * @param labels as the answer's header has them
   * @param nanos how long the caller waited
   */
  record Result(int status, String code, boolean asked, String labels, long nanos) {
    boolean released() {
      return status == 200 && code.isEmpty();
    }

    /** Stopped by a decision, not by a fault. */
    boolean stopped() {
      return status == 403 || (status == 200 && !code.isEmpty());
    }
  }

  /** Who asks: one key for each. */
  record Who(String tenant, String app, String principal, String integrity) {}

  private TestBed(RunningGateway.Start start, Rulebook rules, String mode) throws IOException {
    directory = Files.createTempDirectory("sluice-measure");
    for (String api : List.of("openai", "anthropic")) {
      Kind kind = api.equals("openai") ? Kind.OPENAI : Kind.ANTHROPIC;
      var provider = Simulator.start(SimSettings.of(kind));
      providers.put(api, provider);
      direct.put(api, new CallerClient(provider.uri()));
    }
    Path data = directory.resolve("data");
    Path file = Files.writeString(directory.resolve("sluice.yaml"), configuration(rules, mode));
    gateway = start.start(file, data);
    admin = LocalAdmin.of(data);
    caller = new CallerClient(gateway.client());
  }

  /** Starts everything; {@code mode} is that of every route. */
  static TestBed open(RunningGateway.Start start, Rulebook rules, String mode) throws IOException {
    return new TestBed(start, rules, mode);
  }

  private String configuration(Rulebook rules, String mode) {
    var names = new ArrayList<String[]>();
    for (String route : rules.clearances().keySet()) {
      names.add(new String[] {route, "openai", "/v1"});
      names.add(new String[] {route, "anthropic", ""});
    }
    var text =
        new StringBuilder(
            "server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}\nlog: {level: off}\nproviders:\n");
    for (String[] name : names) {
      String clearance = rules.clearances().getOrDefault(name[0], "public");
      String zone = OUTSIDE.contains(clearance) ? "external" : "own";
      text.append("  \"%s-%s\": {api: %s, ".formatted(name[0], name[1], name[1]))
          .append("base_url: \"")
          .append(provider(name[1]).uri())
          .append(name[2])
          .append("\", profile: {zone: ")
          .append(zone)
          .append(", clearance: ")
          .append(clearance)
          .append(", trains_on_data: false, retention_days: 0, jurisdiction: DE, reviewer: bench,")
          .append(" reviewed: 2026-01-01, review_expires: 2099-01-01}}\n");
    }
    text.append("models:\n");
    for (String[] name : names) {
      text.append(
          "  \"%1$s-%2$s-model\": {provider: \"%1$s-%2$s\", id: m}\n".formatted(name[0], name[1]));
    }
    text.append("routes:\n");
    for (String[] name : names) {
      text.append(
          "  \"%1$s-%2$s\": {models: [\"%1$s-%2$s-model\"], flow: %3$s}\n"
              .formatted(name[0], name[1], mode));
    }
    text.append("tools:\n");
    rules.tools().forEach((name, line) -> text.append("  \"%s\": %s\n".formatted(name, line)));
    return text.toString();
  }

  private Simulator provider(String api) {
    Simulator provider = providers.get(api);
    if (provider == null) {
      throw new IllegalArgumentException("no provider of " + api);
    }
    return provider;
  }

  /** Plays one step through its front door. */
  Result play(Who who, String route, WireStep step, List<Json> tools) throws IOException {
    Simulator provider = provider(step.api());
    provider.clear();
    var answer = ask(who, route, step, tools);
    return new Result(
        answer.status(),
        answer.code(),
        !provider.received().isEmpty(),
        answer.labels(),
        answer.nanos());
  }

  /** The same for calls that run beside each other, all with the same answer. */
  Result ask(Who who, String route, WireStep step, List<Json> tools) throws IOException {
    provider(step.api()).cue(new Cue.Body(step.answer("m")));
    String body = step.body(route + "-" + step.api(), tools);
    var call = new CallerClient.Call(step.path(), key(who), Headers.NONE, Bytes.utf8(body));
    long begin = System.nanoTime();
    CallerClient.Answer answer;
    try {
      answer = caller.ask(call);
    } catch (IOException e) { // one answer that does not come is a fault, not the end
      return new Result(0, "no_answer", true, "", System.nanoTime() - begin);
    }
    long nanos = System.nanoTime() - begin;
    return new Result(
        answer.status(),
        answer.headers().first("x-sluice-code", ""),
        true,
        answer
            .headers()
            .first("x-sluice-may-contain")
            .orElse(answer.headers().first("x-sluice-labels", "")),
        nanos);
  }

  /** How long the same step takes without the gateway, in nanoseconds. */
  long direct(WireStep step, List<Json> tools) throws IOException {
    Simulator provider = provider(step.api());
    provider.clear();
    provider.cue(new Cue.Body(step.answer("m")));
    var none = Secret.of("none");
    var call =
        new CallerClient.Call(step.path(), none, Headers.NONE, Bytes.utf8(step.body("m", tools)));
    CallerClient client = direct.get(step.api());
    if (client == null) {
      throw new IllegalArgumentException("no provider of " + step.api());
    }
    long begin = System.nanoTime();
    client.ask(call);
    return System.nanoTime() - begin;
  }

  private Secret key(Who who) throws IOException {
    String name = who.toString();
    Secret known = keys.get(name);
    if (known != null) {
      return known;
    }
    var wish = new JsonWriter(256).object().field("name", who.principal());
    wish.field("tenant", who.tenant()).field("app", who.app()).field("level", "public");
    wish.field("integrity", who.integrity()).field("clearance", "restricted").field("ttl", "1d");
    var reply = admin.call("POST", "/api/v1/keys", wish.endObject().done());
    String secret = reply.body().text("key", "");
    if (!reply.ok() || secret.isEmpty()) {
      throw new IOException("the gateway makes no key: status " + reply.status());
    }
    keys.put(name, Secret.of(secret));
    return Secret.of(secret);
  }

  @Override
  public void close() {
    caller.close();
    gateway.close();
    direct.values().forEach(CallerClient::close);
    providers.values().forEach(Simulator::close);
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // a temporary directory: the system removes what is left
    }
  }
}
