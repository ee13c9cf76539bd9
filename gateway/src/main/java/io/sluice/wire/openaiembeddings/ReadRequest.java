package io.sluice.wire.openaiembeddings;

import io.sluice.json.Json;
import io.sluice.model.Embedding;
import io.sluice.model.Extra;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;

/** Reads an embeddings request. One reader per request. */
final class ReadRequest {
  private final Segments segments = new Segments();
  private final List<Segment> inputs = new ArrayList<>();
  private int tokenLists;

  Embedding read(Incoming incoming) {
    Json root = incoming.root();
    String model = Fields.required(root, "model", "");
    input(root.at("input"));
    Long dimensions = Fields.count(root, "dimensions");
    String encoding = Fields.text(root, "encoding_format", "float");
    if (!encoding.equals("float") && !encoding.equals("base64")) {
      throw Fields.bad("encoding_format must be float or base64");
    }
    for (Json.Field field : root.fields()) {
      if (!Format.KNOWN.contains(field.name())) {
        segments.extra(Source.USER, field);
      }
    }
    var traits =
        new Traits(
            new Call(Format.NAME, Operation.EMBED, model, false),
            tokenLists == 0 ? List.of() : List.of("tokens"),
            List.of(),
            new Size(segments.bytes(), tokenLists, 0),
            Format.TERMS.stream().filter(name -> !root.at(name).absent()).toList());
    int size = dimensions == null ? 0 : (int) Math.min(dimensions, Integer.MAX_VALUE);
    List<Extra> extras = Fields.extras(root, Format.KNOWN);
    return new Embedding(traits, segments.all(), inputs, size, encoding.equals("base64"), extras);
  }

  /** A string, strings, tokens, or lists of tokens; tokens are no text that could be inspected. */
  private void input(Json input) {
    if (input.isString()) {
      inputs.add(segments.text(Source.USER, input));
      return;
    }
    if (!input.isArray() || input.items().isEmpty()) {
      throw Fields.bad("input must be a string or an array that is not empty");
    }
    int index = 0;
    for (Json item : input.items()) {
      switch (item.kind()) {
        case STRING -> inputs.add(segments.text(Source.USER, item));
        case NUMBER -> tokenLists = 1;
        case ARRAY -> tokenLists++;
        case OBJECT, TRUE, FALSE, NULL, MISSING ->
            throw Fields.bad("input[" + index + "] must be a string or an array of tokens");
      }
      index++;
    }
  }
}
