package io.sluice.flow;

import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.flow.ToolPolicy.Sink;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Extra;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Tools.Tool;
import java.util.List;

/**
 * What stands beside a tool's definition where an application hands on what the tool's server said
 * of it: annotations and {@code _meta}. Nobody vouches for that server, so a hint can only make
 * worse what operators or the tool's name say: that a tool only reads is not believed, that it
 * changes or destroys something is. A hint that is absent says nothing. Pure.
 *
 * <p>Source: Model Context Protocol, tool annotations.
 *
 * @param result what the tool returns is at least this
 * @param acts whether it is said to change something
 * @param destroys whether it is said to destroy something
 */
public record ToolHints(Label result, boolean acts, boolean destroys) {
  /** Nothing is said. */
  public static final ToolHints NONE = new ToolHints(Label.BOTTOM, false, false);

  /** What is said of {@code tool}. */
  public static ToolHints of(Tool tool) {
    var all = NONE;
    for (Extra extra : tool.extras()) {
      String name = extra.name();
      boolean place =
          name.endsWith(ProtocolLabels.META) || name.endsWith(ProtocolLabels.ANNOTATIONS);
      all = place ? all.and(read(extra)) : all;
    }
    return all;
  }

  /** What is said of the tool of that name among {@code offered}. */
  public static ToolHints of(String name, List<Tool> offered) {
    var all = NONE;
    for (Tool tool : offered) {
      all = tool.name().equals(name) ? all.and(of(tool)) : all;
    }
    return all;
  }

  private static ToolHints read(Extra extra) {
    try {
      Json said = Json.parse(extra.json(), JsonLimits.DEFAULT);
      boolean destroys = said.at("destructiveHint").bool(false);
      boolean acts = destroys || !said.at("readOnlyHint").bool(true);
      return new ToolHints(ProtocolLabels.of(said), acts, destroys);
    } catch (JsonException unreadable) { // it says nothing that anybody could act on
      return NONE;
    }
  }

  private ToolHints and(ToolHints other) {
    return new ToolHints(result.join(other.result), acts || other.acts, destroys || other.destroys);
  }

  /** The same policy, or a stricter one. */
  public ToolPolicy over(ToolPolicy policy) {
    boolean harmless = policy.effect() == Effect.READ || policy.effect() == Effect.FETCH;
    Effect effect =
        destroys && (harmless || policy.effect() == Effect.WRITE)
            ? Effect.DELETE
            : acts && harmless ? Effect.WRITE : policy.effect();
    Sink own = policy.sink();
    Integrity least =
        effect == policy.effect() ? own.minIntegrity() : max(own, effect.usual()).minIntegrity();
    var sink = new Sink(own.controlArgs(), own.dataArgs(), own.allowed(), least, own.maxLevel());
    return new ToolPolicy(
        effect, policy.result().join(result), sink, policy.directory(), policy.claims());
  }

  private static Sink max(Sink one, Sink other) {
    return one.minIntegrity().compareTo(other.minIntegrity()) >= 0 ? one : other;
  }
}
