package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Collects the texts of a request while it is read. */
public final class Segments {
  private static final Set<String> NO_TEXT =
      Set.of(
          "type",
          "id",
          "call_id",
          "tool_use_id",
          "tool_call_id",
          "file_id",
          "file_data",
          "media_type",
          "signature",
          "thought_signature",
          "thoughtSignature",
          "mimeType",
          "mime_type",
          "encrypted_content",
          "encrypted_index",
          "encrypted_stdout",
          "cache_control",
          "role",
          "detail",
          "service_tier",
          "inference_geo",
          "reasoning_effort",
          "effort",
          "verbosity",
          "ttl",
          "format",
          "voice");

  private final List<Segment> all = new ArrayList<>();
  private long bytes;

  /** The text of a JSON string. */
  public Segment text(Source source, Json string) {
    var segment = new Segment(source, string.string().orElse(""), string.inside(), Coding.STRING);
    return add(segment, string.span().length());
  }

  /** A JSON value as it stands. */
  public Segment raw(Source source, Json value) {
    return add(
        new Segment(source, value.raw().utf8(), value.span(), Coding.RAW), value.span().length());
  }

  /**
   * JSON made of something that was added where it stands: looked at too, as other formats may be
   * given it, but with no place of its own in the body.
   */
  public Segment derived(Source source, String json) {
    return add(new Segment(source, json, Span.NONE, Coding.RAW), 0);
  }

  /** A text that is not there. */
  public static Segment none(Source source) {
    return new Segment(source, "", Span.NONE, Coding.STRING);
  }

  /**
   * Every text inside a value that the hub has no word for, so that none goes by unseen. Names,
   * kinds and sealed data ({@code id}, {@code type}, {@code signature} and so on) are no text.
   */
  public void inside(Source source, Json value) {
    for (Json item : value.items()) {
      element(source, item);
    }
    boolean sealed = value.text("type", "").equals("base64");
    for (Json.Field field : value.fields()) {
      if (!NO_TEXT.contains(field.name()) && !(sealed && field.name().equals("data"))) {
        element(source, field.value());
      }
    }
  }

  private void element(Source source, Json value) {
    if (value.isString()) {
      text(source, value);
    } else {
      inside(source, value);
    }
  }

  /** The text of a member that the hub has no word for. */
  public void extra(Source source, Json.Field field) {
    if (!NO_TEXT.contains(field.name())) {
      element(source, field.value());
    }
  }

  private Segment add(Segment segment, int length) {
    bytes += length;
    if (!segment.text().isEmpty()) {
      all.add(segment);
    }
    return segment;
  }

  /** All of them, in the order of the body. */
  public List<Segment> all() {
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).span().start() < all.get(i - 1).span().start()) {
        all.sort(Comparator.comparingInt(segment -> segment.span().start()));
        break;
      }
    }
    return all;
  }

  /** Bytes of all of them as they stand. */
  public long bytes() {
    return bytes;
  }
}
