package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Embedding;
import io.sluice.model.Extra;
import io.sluice.model.Part;
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
import java.util.Set;
import java.util.TreeSet;

/** Reads a request for vectors, one or many. One reader per request. */
final class ReadEmbed {
  private static final Set<String> KNOWN =
      Set.of("model", "content", "outputDimensionality", "requests");

  private final Segments segments = new Segments();
  private final TreeSet<String> terms = new TreeSet<>();
  private final ReadParts parts = new ReadParts(segments, terms);
  private final List<Extra> extras = new ArrayList<>(0);
  private final List<Segment> inputs = new ArrayList<>();
  private boolean plain = true;
  private long dimensions;

  Embedding read(Incoming incoming) {
    Address address = Address.of(incoming);
    Json root = incoming.root();
    if (address.method().equals(Address.BATCH)) {
      List<Json> requests = Fields.list(root, "requests");
      if (requests.isEmpty()) {
        throw Fields.bad("requests must not be empty");
      }
      int index = 0;
      for (Json one : requests) {
        one(one, "requests[" + index++ + "].");
      }
      extras(root);
    } else {
      one(root, "");
    }
    var traits =
        new Traits(
            new Call(Format.EMBED_NAME, Operation.EMBED, address.model(), false),
            List.copyOf(parts.modalities()),
            List.of(),
            new Size(segments.bytes(), parts.media(), 0),
            List.copyOf(terms));
    int size = (int) Math.min(dimensions, Integer.MAX_VALUE);
    List<Segment> texts = plain ? inputs : List.of();
    return new Embedding(traits, segments.all(), texts, size, false, extras);
  }

  private void one(Json request, String path) {
    if (!request.at("content").isObject()) {
      throw Fields.bad(path + "content must be an object");
    }
    content(parts.read(request.at("content"), Source.USER, path + "content."));
    Json size = Format.at(request, "outputDimensionality");
    if (size.integer().orElse(0) < 0 || !size.absent() && size.integer().isEmpty()) {
      throw Fields.bad(path + "outputDimensionality must be a whole number");
    }
    dimensions = Math.max(dimensions, size.integer().orElse(0));
    extras(request);
  }

  /** A content of one text is a text elsewhere too; one vector of several parts is Gemini's own. */
  private void content(List<Part> said) {
    if (said.size() == 1 && said.getFirst() instanceof Part.Text(Segment text, var _)) {
      inputs.add(text);
    } else {
      plain = false;
    }
  }

  private void extras(Json json) {
    for (Json.Field field : json.fields()) {
      String name = Format.camel(field.name());
      if (!KNOWN.contains(name) && !field.value().absent()) {
        extras.add(new Extra(name, field.value().raw()));
        if (!name.equals("taskType")) {
          segments.extra(Source.USER, field);
        }
      }
    }
  }
}
