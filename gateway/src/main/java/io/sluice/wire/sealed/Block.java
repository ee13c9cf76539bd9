package io.sluice.wire.sealed;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import java.util.List;

/**
 * One block that a provider sealed.
 *
 * @param format of the provider that made it
 * @param at how many pieces of the answer (texts and tool calls) were said before it
 * @param text reasoning as the provider said it, for kind {@link #THINKING}; else empty
 * @param seal the signature, for kind {@link #THINKING}; else the block as JSON
 */
record Block(String format, String kind, int at, String text, String seal) {
  /** Reasoning in words with a signature over it. */
  static final String THINKING = "thinking";

  /** Reasoning that is encrypted. */
  static final String REDACTED = "redacted_thinking";

  void write(JsonWriter out) {
    out.array().value(format).value(kind).value(at).value(text).value(seal).endArray();
  }

  /** What {@link #write} wrote; the envelope was found to be ours. */
  static Block read(Json json) {
    List<Json> items = json.items();
    return new Block(
        items.get(0).string().orElse(""),
        items.get(1).string().orElse(""),
        (int) items.get(2).integer().orElse(0),
        items.get(3).string().orElse(""),
        items.get(4).string().orElse(""));
  }

  /**
   * The part of a request that it is. Reasoning in words is text like any other: it is looked at
   * and, where a provider must not see a value in it, masked.
   */
  Part part() {
    if (!kind.equals(THINKING)) {
      return new Part.Opaque(format, kind, Bytes.utf8(seal));
    }
    var words = new Segment(Source.ASSISTANT, text, Span.NONE, Coding.STRING);
    return new Part.Thinking(words, seal, List.of());
  }

  /** The kind only: the rest is the caller's. */
  @Override
  public String toString() {
    return "Block[" + format + ", " + kind + "]";
  }
}
