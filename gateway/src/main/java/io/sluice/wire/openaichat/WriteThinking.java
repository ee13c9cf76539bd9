package io.sluice.wire.openaichat;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Thinking;
import io.sluice.model.Thinking.Effort;
import io.sluice.model.Thinking.Mode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Says how much to think in the way of one dialect. */
final class WriteThinking {
  private static final String NONE = "none";

  private final Dialect.Thoughts ways;
  private final BiConsumer<String, String> lost;

  /** By member and, where that is an object, the member within it; empty: the whole of it. */
  private final Map<String, Map<String, Bytes>> said = new LinkedHashMap<>();

  /** {@code lost} is told what cannot be said: the field, and what became of it. */
  WriteThinking(Dialect.Thoughts ways, BiConsumer<String, String> lost) {
    this.ways = ways;
    this.lost = lost;
  }

  /** The members that say it, in order; none where nothing was said or nothing can be. */
  Map<String, Bytes> members(Thinking thinking) {
    switch (thinking.mode()) {
      case UNSET -> effort(thinking.effort());
      case OFF -> off();
      case ON, ADAPTIVE -> on(thinking);
    }
    var members = new LinkedHashMap<String, Bytes>();
    said.forEach((name, inner) -> members.put(name, value(inner)));
    return members;
  }

  private void off() {
    if (!ways.off().isEmpty()) {
      ways.off().forEach(this::put);
    } else if (ways.efforts().contains(NONE)) {
      put(ways.effort(), word(NONE));
    } else {
      lost.accept("thinking", "this provider cannot be told to switch it off");
    }
  }

  private void on(Thinking thinking) {
    boolean decides = thinking.mode() == Mode.ADAPTIVE && !thinking.sized();
    if (!decides) {
      ways.on().forEach(this::put);
      size(thinking);
    }
    if (Boolean.TRUE.equals(thinking.shown()) && !ways.shown()) {
      lost.accept("thinking.display", "this provider does not show what was thought");
    }
  }

  private void size(Thinking thinking) {
    if (thinking.budgetTokens() > 0 && !ways.budget().isEmpty()) {
      put(ways.budget(), Bytes.utf8(Long.toString(thinking.budgetTokens())));
    } else if (thinking.sized()) {
      if (thinking.budgetTokens() > 0) {
        lost.accept("thinking.budget_tokens", "said as an effort, which is no exact number");
      }
      effort(thinking.nearestEffort());
    } else if (ways.on().isEmpty()) {
      effort(Effort.MEDIUM);
    }
  }

  private void effort(@Nullable Effort effort) {
    if (effort == null) {
      return;
    }
    var known = ways.known();
    if (known.isEmpty()) {
      lost.accept("thinking.effort", "this provider cannot be told how hard to think");
      return;
    }
    Effort near = effort.among(known);
    if (near != effort) {
      lost.accept("thinking.effort", "said as " + near.word());
    }
    put(ways.effort(), word(near.word()));
  }

  private static Bytes word(String word) {
    return Bytes.utf8("\"" + word + "\"");
  }

  /** {@code path} is a member's name, or two with a dot between. */
  private void put(String path, Bytes value) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    said.computeIfAbsent(name, _ -> new LinkedHashMap<>())
        .put(dot < 0 ? "" : path.substring(dot + 1), value);
  }

  private static Bytes value(Map<String, Bytes> inner) {
    Bytes whole = inner.get("");
    if (whole != null) {
      return whole;
    }
    var object = new JsonWriter(64).object();
    inner.forEach(object::field);
    return object.endObject().done();
  }
}
