package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Changes to a caller's own body that leave every other byte as it stands. */
public final class Edits {
  private final List<Splice> all;

  /** Begins with what masking changes. */
  public Edits(List<Splice> masks) {
    all = new ArrayList<>(masks);
  }

  /** Puts {@code text} in the place of a JSON string, unless it says so already. */
  public Edits text(Json string, String text) {
    if (string.isString() && !string.string().orElse("").equals(text)) {
      all.add(new Splice(string.inside(), JsonWriter.escaped(text)));
    }
    return this;
  }

  /** Puts {@code json} in the place of a value, or adds the member to {@code object}. */
  public Edits member(Json object, String name, Bytes json) {
    Json old = object.at(name);
    if (!old.missing()) {
      all.add(new Splice(old.span(), json));
      return this;
    }
    int end = object.span().end() - 1;
    String comma = object.fields().isEmpty() ? "" : ",";
    var added = Bytes.utf8(comma + "\"" + name + "\":" + json.utf8());
    all.add(new Splice(new Span(end, end), added));
    return this;
  }

  /** Gives the member {@code name} of {@code object} another name, if it is there. */
  public Edits rename(Json object, String name, String other) {
    Json value = object.at(name);
    int at = value.missing() ? -1 : nameBefore(object, value, name);
    if (at >= 0) {
      all.add(new Splice(new Span(at, at + name.length()), Bytes.utf8(other)));
    }
    return this;
  }

  /** Puts {@code others} in the place of a member, if it is there and written plainly. */
  public Edits replace(Json object, String name, Map<String, Bytes> others) {
    Json value = object.at(name);
    int at = value.missing() ? -1 : nameBefore(object, value, name);
    if (at >= 0) {
      var text = new StringJoiner(",");
      others.forEach((other, json) -> text.add("\"" + other + "\":" + json.utf8()));
      Bytes put = Bytes.utf8(others.isEmpty() ? "\"" + name + "\":null" : text.toString());
      all.add(new Splice(new Span(at - 1, value.span().end()), put));
    }
    return this;
  }

  /**
   * Where the name of a member begins, without its quote; -1 if it is not written plainly. The
   * bytes are those of {@code object}'s own text.
   */
  private static int nameBefore(Json object, Json value, String name) {
    Bytes text = object.raw();
    int shift = object.span().start();
    int at = value.span().start() - shift - 1;
    while (at > 0 && text.at(at) != '"') {
      at--;
    }
    int start = at - name.length();
    boolean plain =
        start > 0 && text.at(start - 1) == '"' && text.slice(start, at).equals(Bytes.utf8(name));
    return plain ? start + shift : -1;
  }

  /**
   * What takes the members of these names out of {@code object}, each with one comma beside it.
   *
   * @return nothing if one of them is not written plainly
   */
  public static List<Splice> without(Json object, Set<String> names) {
    List<Json.Field> fields = object.fields();
    var splices = new ArrayList<Splice>();
    boolean kept = false;
    for (int i = 0; i < fields.size(); i++) {
      Json.Field field = fields.get(i);
      if (!names.contains(field.name())) {
        kept = true;
        continue;
      }
      int start = nameBefore(object, field.value(), field.name()) - 1;
      int end = field.value().span().end();
      if (start < 0) {
        return List.of();
      }
      if (kept) {
        start = fields.get(i - 1).value().span().end(); // from the comma before it
      } else if (i + 1 < fields.size()) {
        int next = nameBefore(object, fields.get(i + 1).value(), fields.get(i + 1).name());
        if (next < 1) {
          return List.of();
        }
        end = next - 1;
      }
      splices.add(new Splice(new Span(start, end), Bytes.EMPTY));
    }
    return splices;
  }

  /** The body with all changes. */
  public Bytes apply(Bytes body) {
    return Splice.apply(body, all);
  }
}
