package io.sluice.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A scenario file, read whole; the format is described at {@link Simulator}. */
record Scenario(Optional<Pacing> pacing, List<FaultRule> rules) {
  private static final Set<String> FIELDS = Set.of("pacing", "faults");
  private static final Set<String> PACING =
      Set.of("first_token", "tokens_per_second", "tokens_per_event");
  private static final Set<String> RULE = Set.of("model", "path", "nth", "from", "times", "fault");

  static Scenario read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Json json =
        Json.parse(bytes)
            .filter(Json::isObject)
            .orElseThrow(() -> new IllegalArgumentException("scenario: not a JSON object"));
    only("scenario", json, FIELDS);
    Optional<Pacing> pacing =
        Optional.of(json.at("pacing")).filter(Json::isSet).map(Scenario::pace);
    var rules = new ArrayList<FaultRule>();
    for (Json rule : json.at("faults").items()) {
      rules.add(rule(rule, "faults[%d]".formatted(rules.size())));
    }
    return new Scenario(pacing, List.copyOf(rules));
  }

  private static Pacing pace(Json json) {
    only("pacing", json, PACING);
    return new Pacing(
        FaultText.duration(json.at("first_token").textOr("0ms")),
        json.at("tokens_per_second").number().map(Number::doubleValue).orElse(0.0),
        (int) json.at("tokens_per_event").numberOr(1));
  }

  private static FaultRule rule(Json json, String where) {
    only(where, json, RULE);
    String faults =
        json.at("fault")
            .text()
            .orElseThrow(() -> new IllegalArgumentException(where + ": 'fault' is missing"));
    boolean nth = json.at("nth").isSet();
    if (nth && (json.at("from").isSet() || json.at("times").isSet())) {
      throw new IllegalArgumentException(where + ": 'nth' excludes 'from' and 'times'");
    }
    try {
      return new FaultRule(
          json.at("model").text(),
          json.at("path").text(),
          (int) (nth ? json.at("nth") : json.at("from")).numberOr(1),
          nth ? 1 : (int) json.at("times").numberOr(0),
          Fault.parse(faults));
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException(where + ": " + bad.getMessage(), bad);
    }
  }

  private static void only(String where, Json json, Set<String> known) {
    for (String name : json.names()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s: unknown field '%s'; there are: %s".formatted(where, name, known));
      }
    }
  }
}
