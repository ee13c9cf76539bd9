package io.sluice.pipeline;

import io.sluice.flow.Constrained;
import io.sluice.flow.Declassifier;
import io.sluice.flow.Declassifier.Declassified;
import io.sluice.flow.Endorsements;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Segment;
import io.sluice.model.Traced;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether one answer is endorsed because it is one of few values: it keeps to a schema of
 * few bits, the model had no tools, and the bits of every untrusted origin last. Confined to one
 * loop.
 */
final class Endorsing {
  private final Content content;
  private final Endorsements endorsements;
  private final Optional<Constrained> shape;
  private final StringBuilder said = new StringBuilder();
  private boolean other;

  /** For one answer. */
  Endorsing(Content content, Endorsements endorsements) {
    this.content = content;
    this.endorsements = endorsements;
    boolean low = content.seen().integrity().compareTo(Integrity.INTERNAL) < 0;
    int bits = content.snapshot().labels().settings().endorsedBits();
    this.shape = low && bits > 0 ? Constrained.of(content.request()) : Optional.empty();
  }

  /** The next piece of its text; anything but the text of the first choice is more than a value. */
  void take(String text, boolean first) {
    other |= !first || said.length() + text.length() > Constrained.MOST_CHARS;
    if (shape.isPresent() && !other) {
      said.append(text);
    }
  }

  /** What the complete answer is worth, which was {@code label} until now. */
  Declassified over(Label label) {
    var none = new Declassified(label, "");
    if (shape.isEmpty() || other || !shape.get().keeps(said.toString())) {
      return none;
    }
    int perHour = content.snapshot().labels().settings().endorsedBits();
    String tenant = content.facts().principal().tenant();
    var spent = endorsements.spend(tenant, origins(), shape.get().bits(), perHour);
    return spent == null ? none : Declassifier.constrained(label, spent);
  }

  /**
   * The tools whose results are not trusted here, and the application if others said such things.
   */
  private Set<String> origins() {
    var names = new TreeSet<String>();
    var tools = content.request() instanceof Prompt prompt ? tools(prompt) : Set.<String>of();
    List<Segment> segments = content.request().segments();
    List<Traced> all = content.inspection().provenance().bySegment();
    for (int i = 0; i < all.size(); i++) {
      boolean low = all.get(i).label().integrity().compareTo(Integrity.INTERNAL) < 0;
      if (low && segments.get(i).source() == Segment.Source.TOOL_RESULT) {
        names.addAll(tools);
      } else if (low) {
        names.add("app:" + content.facts().principal().affiliation().app());
      }
    }
    return names;
  }

  /** Every tool of which there is a result: what one of them said, all of them pay for. */
  private static Set<String> tools(Prompt prompt) {
    var calls = new HashMap<String, String>();
    var names = new TreeSet<String>();
    for (Message message : prompt.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          calls.put(call.id(), call.name());
        } else if (part instanceof Part.ToolResult result) {
          names.add("tool:" + calls.getOrDefault(result.callId(), ""));
        }
      }
    }
    return names;
  }
}
