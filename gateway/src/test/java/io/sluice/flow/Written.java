package io.sluice.flow;

import io.sluice.inspect.Samples;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * A body as some client may write it: strings with every kind of escape, a JSON value as it stands,
 * and arguments as JSON in a string.
 */
record Written(Bytes body, Request request) {

  static Written any(Samples samples) {
    var text = new StringBuilder("{ \"list\" :[");
    int texts = 1 + samples.below(4);
    for (int i = 0; i < texts; i++) {
      text.append(i == 0 ? "" : " , ").append(string(mixed(samples), samples));
    }
    text.append("], \"input\": ").append(value(samples));
    text.append(",\n\"arguments\": ").append(string(value(samples), samples)).append("}\t");
    return read(Bytes.utf8(text.toString()));
  }

  /** Reads the segments of a body of that kind. */
  static Written read(Bytes body) {
    try {
      Json json = Json.parse(body, JsonLimits.DEFAULT);
      var segments = new ArrayList<Segment>();
      for (Json item : json.at("list").items()) {
        segments.add(string(Source.USER, item));
      }
      Json input = json.at("input");
      segments.add(new Segment(Source.TOOL_CALL, input.raw().utf8(), input.span(), Coding.RAW));
      segments.add(string(Source.TOOL_CALL, json.at("arguments")));
      return new Written(body, Requests.of(segments));
    } catch (JsonException broken) {
      throw new AssertionError("not JSON any more", broken);
    }
  }

  List<String> texts() {
    return request.segments().stream().map(Segment::text).toList();
  }

  private static Segment string(Source source, Json json) {
    return new Segment(source, json.string().orElseThrow(), json.inside(), Coding.STRING);
  }

  static String mixed(Samples samples) {
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(samples.below(3) == 0 ? samples.value() : samples.prose());
    }
    return text.toString();
  }

  private static String value(Samples samples) {
    return new JsonWriter(64)
        .object()
        .field("to", samples.email())
        .field("note", mixed(samples).replace("\ud83d half", "half"))
        .name("n")
        .array()
        .value(samples.below(100))
        .value(mixed(samples).replace("\ud83d half", "half"))
        .endArray()
        .endObject()
        .done()
        .utf8();
  }

  /** A JSON string with some characters escaped that need it not. */
  private static String string(String text, Samples samples) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lone =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1)));
      if (!lone && Character.isHighSurrogate(c) && samples.below(2) == 0) {
        out.append(c).append(text.charAt(++i));
      } else if (c < ' ' || Character.isSurrogate(c) || samples.below(9) == 0) {
        out.append("\\u%04x".formatted((int) c));
        if (!lone && Character.isHighSurrogate(c)) {
          out.append("\\u%04X".formatted((int) text.charAt(++i)));
        }
      } else {
        out.append(c == '"' || c == '\\' ? "\\" + c : c == '/' ? "\\/" : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }
}
