package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.wire.Continuing;
import io.sluice.wire.Edits;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Kept;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;

/** How requests of this format follow from one another: by the id of the answer before. */
final class Conversation {
  static final String PREVIOUS = "previous_response_id";
  private static final Bytes NULL = Bytes.utf8("null");
  private static final Bytes FALSE = Bytes.utf8("false");

  private Conversation() {}

  /** What the request says of the conversation it belongs to. */
  static Continuing continuing(Incoming incoming) {
    Json root = incoming.root();
    return new Continuing(
        root.text(PREVIOUS, ""), root.at("store").bool(true), References.of(root));
  }

  /** All that the request says, as a list of items. */
  static Bytes said(Bytes body) {
    Json input = Fields.lenient(body).at("input");
    if (input.isArray()) {
      return input.raw();
    }
    var json = new JsonWriter(input.span().length() + 64).array();
    if (input.isString()) {
      message(json).field("content", input.raw()).endObject();
    }
    return json.endArray().done();
  }

  private static JsonWriter message(JsonWriter json) {
    return json.object().field("type", "message").field("role", "user");
  }

  /** The request with the items before it put in front of its own. */
  static Incoming continued(Incoming incoming, Kept before) {
    Json input = incoming.root().at("input");
    String history = history(before);
    if (history.isEmpty() || !(input.isArray() || input.isString())) {
      return incoming;
    }
    int start = input.span().start();
    if (input.isArray()) {
      Bytes put = Bytes.utf8(history + (input.items().isEmpty() ? "" : ","));
      Bytes longer = put(incoming.body(), start + 1, put);
      return incoming.with(longer, List.of(new Span(start + 1, start + 1 + put.length())));
    }
    Bytes put = Bytes.utf8("[" + history + ",{\"type\":\"message\",\"role\":\"user\",\"content\":");
    Bytes after = Bytes.utf8("}]");
    Bytes longer = put(put(incoming.body(), input.span().end(), after), start, put);
    int end = input.span().end() + put.length();
    return incoming.with(
        longer, List.of(new Span(start, start + put.length()), new Span(end, end + 2)));
  }

  private static Bytes put(Bytes body, int at, Bytes more) {
    return Splice.apply(body, List.of(new Splice(new Span(at, at), more)));
  }

  /**
   * The items before, separated by commas. Reasoning that was not sealed is worth something only
   * where it is kept, and is left out.
   */
  private static String history(Kept before) {
    var items = new ArrayList<String>();
    for (Json item : Fields.lenient(before.said()).items()) {
      items.add(item.raw().utf8());
    }
    for (Json item : Fields.lenient(before.response()).at("output").items()) {
      if (!forgotten(item)) {
        items.add(item.raw().utf8());
      }
    }
    return String.join(",", items);
  }

  /** True for reasoning that was not sealed: nobody else can use it. */
  static boolean forgotten(Json item) {
    return item.text("type", "").equals("reasoning")
        && item.text("encrypted_content", "").isEmpty();
  }

  /** The body for a provider that does or does not know what was said before. */
  static Edits edits(Incoming incoming, Outgoing outgoing) {
    Json root = incoming.root();
    boolean knows = outgoing.memory().knows();
    var splices = new ArrayList<Splice>(outgoing.splices());
    if (knows) {
      splices.removeIf(splice -> within(splice.span(), incoming.inserted()));
      incoming.inserted().forEach(span -> splices.add(new Splice(span, Bytes.EMPTY)));
    }
    var edits = new Edits(splices);
    if (!knows && root.at(PREVIOUS).isString()) {
      edits.member(root, PREVIOUS, NULL);
    }
    boolean kept = root.at("store").bool(true);
    if (kept && !outgoing.memory().keeps()) {
      edits.member(root, "store", FALSE);
    }
    return edits;
  }

  private static boolean within(Span span, List<Span> places) {
    for (Span place : places) {
      if (span.start() >= place.start() && span.end() <= place.end()) {
        return true;
      }
    }
    return false;
  }
}
