package io.sluice.e2e;

import io.sluice.json.JsonWriter;
import io.sluice.sim.Cue;
import io.sluice.sim.Kind;
import io.sluice.sim.Received;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What scenarios are played on: one gateway in a process of its own, before simulated providers of
 * three formats. Every place is a provider of each format; every model has a route of each mode.
 */
final class FlowStage implements AutoCloseable {
  private static final Map<String, String> PLACES =
      Map.of(
          "own", Stated.reviewed("own", "restricted"),
          "eu", Stated.reviewed("external", "confidential"),
          "cloud", Stated.reviewed("external", "internal"),
          "open", Stated.reviewed("external", "public"));
  private static final List<String> MODES = List.of("observe", "balanced", "strict");

  private final Map<String, Simulator> simulators = new LinkedHashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Path directory;
  private final String configuration;
  private RunningProcess gateway;

  FlowStage(Path directory, String more) throws IOException {
    this.directory = Files.createDirectories(directory);
    simulators.put("openai", Simulator.start(SimSettings.of(Kind.OPENAI)));
    simulators.put("anthropic", Simulator.start(SimSettings.of(Kind.ANTHROPIC)));
    simulators.put("gemini", Simulator.start(SimSettings.of(Kind.GEMINI)));
    configuration = base() + (more.contains("tools:") ? "" : FlowTools.POLICY) + more;
    gateway = RunningProcess.start(directory, configuration);
  }

  private String base() {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    for (String wire : simulators.keySet()) {
      String base = simulators.get(wire).uri() + (wire.equals("openai") ? "/v1" : "");
      PLACES.forEach(
          (place, profile) ->
              text.append(
                  "  %s-%s: {api: %s, base_url: \"%s\", profile: %s}\n"
                      .formatted(place, wire, wire, base, profile)));
    }
    text.append("models:\n");
    for (String wire : simulators.keySet()) {
      PLACES.forEach(
          (place, profile) ->
              text.append(
                  "  %1$s-%2$s-model: {provider: %1$s-%2$s, id: %1$s}\n".formatted(place, wire)));
    }
    text.append("routes:\n");
    for (String wire : simulators.keySet()) {
      for (String mode : MODES) {
        var every = new ArrayList<String>();
        for (String place : List.of("cloud", "eu", "own")) {
          every.add(place + "-" + wire + "-model");
        }
        text.append("  auto-%s-%s: {models: %s, flow: %s}\n".formatted(wire, mode, every, mode));
        for (String place : PLACES.keySet()) {
          text.append(
              "  %1$s-%2$s-%3$s: {models: [%1$s-%2$s-model], flow: %3$s}\n"
                  .formatted(place, wire, mode));
        }
      }
    }
    return text.toString();
  }

  RunningProcess gateway() {
    return gateway;
  }

  /** Stops the gateway and starts it again on its data. */
  void restart() throws IOException {
    gateway.close();
    gateway = RunningProcess.start(directory, configuration);
  }

  /**
   * Who asks.
   *
   * @param level of what this caller sends
   * @param clearance of what may go back to it; empty: the gateway's default
   */
  record Who(
      String tenant,
      String app,
      String level,
      String integrity,
      String clearance,
      List<String> roles) {}

  /** The key of a caller, made when it is first needed. */
  String key(Who who) {
    return keys.computeIfAbsent(
        who.toString(),
        unknown -> {
          var members = new JsonWriter(256).object().field("tenant", who.tenant());
          members.field("app", who.app()).field("level", who.level());
          members.field("integrity", who.integrity());
          if (!who.clearance().isEmpty()) {
            members.field("clearance", who.clearance());
          }
          members.name("roles").array();
          who.roles().forEach(members::value);
          members.endArray();
          String text = members.endObject().done().utf8();
          return gateway.key(text.substring(1, text.length() - 1));
        });
  }

  /** What the next model that is asked in this format answers. */
  void cue(FlowDoor door, Cue.Says says) {
    simulators.forEach(
        (wire, simulator) -> {
          simulator.clear();
          if (wire.equals(door.wire)) {
            simulator.cue(says);
          }
        });
  }

  /** What models were asked since the last cue. */
  List<Received> asked() {
    return simulators.values().stream()
        .flatMap(simulator -> simulator.received().stream())
        .filter(received -> received.method().equals("POST"))
        .toList();
  }

  /** Asks through a door. */
  HttpResponse<String> ask(String key, String path, String body, List<String> headers) {
    var all = new ArrayList<String>(List.of("authorization", "Bearer " + key));
    all.addAll(headers);
    return gateway.ask(path, body, all.toArray(String[]::new));
  }

  @Override
  public void close() {
    gateway.close();
    simulators.values().forEach(Simulator::close);
  }
}
