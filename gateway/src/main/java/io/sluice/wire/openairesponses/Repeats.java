package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.wire.openairesponses.Item.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in the provider's own JSON what must be said otherwise, because a text was changed. */
final class Repeats {
  private final Released released;
  private final Envelope envelope;
  private final List<Splice> splices = new ArrayList<>(2);

  /** What was released of an answer. */
  interface Released {
    /** The text of that place; null where nothing is known of it. */
    @Nullable String said(ReadOutput.Place place);

    /** True if nothing of that item may be said. */
    boolean withheld(int item);
  }

  Repeats(Released released, Envelope envelope) {
    this.released = released;
    this.envelope = envelope;
  }

  /** The changes, in a frame in which the JSON lies at {@code shift}. */
  List<Splice> splices(int shift) {
    return splices.stream()
        .map(
            splice -> {
              int start = splice.span().start() + shift;
              return new Splice(new Span(start, splice.span().end() + shift), splice.replacement());
            })
        .toList();
  }

  /** All items of an answer. */
  void output(Json output) {
    List<Json> all = output.items();
    boolean dropped = false;
    var kept = new JsonWriter(64).array();
    for (int i = 0; i < all.size(); i++) {
      if (released.withheld(i)) {
        dropped = true;
        continue;
      }
      var inside = new Repeats(released, envelope);
      inside.item(all.get(i), i);
      kept.raw(Splice.apply(all.get(i).raw(), inside.splices(-all.get(i).span().start())));
      splices.addAll(inside.splices);
    }
    if (dropped) {
      splices.clear();
      splices.add(new Splice(output.span(), kept.endArray().done()));
    }
  }

  void item(Json json, int index) {
    Kind kind = Kind.of(json.text("type", ""));
    if (kind.call()) {
      text(json.at(kind.arguments()), new ReadOutput.Place(index, 0));
    } else if (kind == Kind.MESSAGE) {
      int number = 0;
      for (Json content : json.at("content").items()) {
        part(content, index, number++);
      }
    }
  }

  void part(Json part, int index, int number) {
    if (part.text("type", "").equals("output_text")) {
      text(part.at("text"), new ReadOutput.Place(index, number));
      hide(part.at("logprobs"));
    }
  }

  /** A text: what was released of it. */
  void text(Json text, ReadOutput.Place place) {
    String said = released.said(place);
    if (said != null && text.isString() && !said.equals(text.string().orElse(""))) {
      replace(text, said);
    }
  }

  void replace(Json string, String text) {
    splices.add(new Splice(string.inside(), JsonWriter.escaped(text)));
  }

  /** Probabilities would tell a text that was changed, so they go with it. */
  void hide(Json logprobs) {
    if (!logprobs.items().isEmpty()) {
      splices.add(new Splice(logprobs.span(), Bytes.utf8("[]")));
      envelope.lost("logprobs", "left out where the text was changed");
    }
  }
}
