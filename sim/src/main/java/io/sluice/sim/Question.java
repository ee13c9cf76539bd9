package io.sluice.sim;

import java.util.List;
import java.util.Optional;

/** What a request asks, whatever the format. */
record Question(
    String model, Turn last, Tools tools, Optional<Json> schema, Limits limits, Size size) {

  /** A tool on offer; its schema may be {@link Json#MISSING}. */
  record Tool(String name, Json schema) {}

  /** Whether tools may, must or must not be used. */
  enum Choice {
    NONE,
    AUTO,
    ANY
  }

  /**
   * The tools on offer.
   *
   * @param named the one tool that must be called; empty when any will do
   * @param parallel whether several calls may come at once
   */
  record Tools(List<Tool> offered, Choice choice, Optional<String> named, boolean parallel) {
    Json schemaOf(String name) {
      return offered.stream()
          .filter(tool -> tool.name().equals(name))
          .map(Tool::schema)
          .findFirst()
          .orElse(Json.MISSING);
    }
  }

  /** Where the answer must end. */
  record Limits(long maxTokens, List<String> stops) {}

  /**
   * How large the prompt is, and what was asked beside text.
   *
   * @param tokens tokens of the whole prompt
   * @param marked of these, how many lie before the last cache marker
   * @param thinking whether the caller asked to think first
   */
  record Size(long tokens, long marked, boolean thinking) {}
}
