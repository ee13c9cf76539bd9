package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.List;

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

  /** The body with all changes. */
  public Bytes apply(Bytes body) {
    return Splice.apply(body, all);
  }
}
