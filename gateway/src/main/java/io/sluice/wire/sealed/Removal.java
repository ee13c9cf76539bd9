package io.sluice.wire.sealed;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes envelopes out of a body that goes on in its own format: of a tool call's id the envelope
 * alone, else the whole block that holds it, and of a part that says more only the member.
 */
final class Removal {
  /** Members that stand beside a part's own content, in both spellings. */
  private static final Set<String> BESIDE = Set.of("thoughtSignature", "thought_signature");

  private final List<Span> spans = new ArrayList<>();

  private Removal() {}

  static List<Splice> of(Json root, List<Splice> masked) {
    var removal = new Removal();
    removal.look(root);
    var splices = new ArrayList<Splice>();
    removal.spans.forEach(span -> splices.add(new Splice(span, Bytes.EMPTY)));
    for (Splice mask : masked) {
      if (removal.spans.stream().noneMatch(span -> inside(mask.span(), span))) {
        splices.add(mask);
      }
    }
    return splices;
  }

  private static boolean inside(Span inner, Span outer) {
    return inner.start() >= outer.start() && inner.end() <= outer.end();
  }

  private void look(Json value) {
    list(value);
    List<Json.Field> fields = value.fields();
    for (int i = 0; i < fields.size(); i++) {
      Json.Field field = fields.get(i);
      if (BESIDE.contains(field.name()) && envelope(field.value())) {
        spans.add(member(value, i));
      } else if (field.value().isString()) {
        id(field.value());
      } else {
        look(field.value());
      }
    }
  }

  private void list(Json list) {
    List<Json> items = list.items();
    int kept = 0;
    for (int i = 0; i < items.size(); i++) {
      Json item = items.get(i);
      if (item.isObject() && holds(item)) {
        spans.add(item(items, i, kept > 0));
      } else {
        kept++;
        look(item);
      }
    }
  }

  /** An item with the comma before it, or behind it where nothing before it is kept. */
  private static Span item(List<Json> items, int i, boolean keptBefore) {
    if (keptBefore) {
      return new Span(items.get(i - 1).span().end(), items.get(i).span().end());
    }
    int end = i + 1 < items.size() ? items.get(i + 1).span().start() : items.get(i).span().end();
    return new Span(items.get(i).span().start(), end);
  }

  /** True if it is a block whose seal is an envelope, at most two objects deep. */
  private static boolean holds(Json block) {
    for (Json.Field field : block.fields()) {
      boolean own = !BESIDE.contains(field.name());
      boolean here = own && envelope(field.value());
      if (here || field.value().isObject() && own && deeper(field.value())) {
        return true;
      }
    }
    return false;
  }

  private static boolean deeper(Json inner) {
    for (Json.Field field : inner.fields()) {
      if (envelope(field.value())
          || field.value().fields().stream().anyMatch(one -> envelope(one.value()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean envelope(Json value) {
    return value.string().filter(text -> text.startsWith(Envelope.MARK)).isPresent();
  }

  private static Span member(Json object, int index) {
    List<Json.Field> fields = object.fields();
    if (index > 0) {
      return new Span(
          fields.get(index - 1).value().span().end(), fields.get(index).value().span().end());
    }
    int end = fields.get(0).value().span().end();
    int inObject = end - object.span().start();
    Bytes raw = object.raw();
    while (fields.size() > 1 && raw.at(inObject++) != ',') {
      end++;
    }
    return new Span(object.span().start() + 1, fields.size() > 1 ? end + 1 : end);
  }

  /** An id ends in its envelope; both are ASCII, so characters are bytes. */
  private void id(Json string) {
    String text = string.string().orElse("");
    int at = text.indexOf(Envelope.SUFFIX);
    if (at >= 0 && string.inside().length() == text.length()) {
      spans.add(new Span(string.inside().start() + at, string.inside().end()));
    }
  }
}
