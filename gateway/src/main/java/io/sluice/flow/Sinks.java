package io.sluice.flow;

import java.util.Map;

/**
 * What every tool may be given: as the operator says, else as a draft of the definition that the
 * request itself carries. Immutable.
 *
 * @param configured by the tool's name
 */
public record Sinks(Map<String, Sink> configured) {
  /** Nothing is said of any tool. */
  public static final Sinks NONE = new Sinks(Map.of());

  public Sinks {
    configured = Map.copyOf(configured);
  }

  /**
   * What the tool of that name may be given.
   *
   * @param schema JSON schema of its arguments, as the request offers it; may be empty
   */
  public Sink of(String name, String schema) {
    Sink said = configured.get(name);
    return said == null ? SinkDraft.of(name, schema) : said;
  }
}
