package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;

/** One output item while it is said. */
final class Item {
  private final Kind kind;
  private final int index;
  private final Head head;
  private String seal = "";
  private final List<Piece> pieces = new ArrayList<>(1);

  /** What an item is. */
  enum Kind {
    MESSAGE("message", ""),
    REASONING("reasoning", ""),
    CALL("function_call", "arguments"),
    CUSTOM_CALL("custom_tool_call", "input"),
    OTHER("", "");

    private final String type;
    private final String arguments;

    Kind(String type, String arguments) {
      this.type = type;
      this.arguments = arguments;
    }

    static Kind of(String type) {
      for (Kind kind : values()) {
        if (kind.type.equals(type)) {
          return kind;
        }
      }
      return OTHER;
    }

    boolean call() {
      return !arguments.isEmpty();
    }

    /** The member that holds a call's arguments. */
    String arguments() {
      return arguments;
    }
  }

  /** What kind of text a piece is. */
  enum Texture {
    TEXT,
    REFUSAL,
    SUMMARY,
    ARGUMENTS
  }

  /** One part of an item: a text that is still being said or is complete. */
  static final class Piece {
    final Texture texture;
    final StringBuilder text = new StringBuilder();
    boolean ended;

    Piece(Texture texture) {
      this.texture = texture;
    }
  }

  /** What an item is told apart by; {@code raw}: as the provider began it, where it did. */
  private record Head(String id, String callId, String name, Bytes raw) {}

  private Item(Kind kind, int index, Head head) {
    this.kind = kind;
    this.index = index;
    this.head = head;
    if (kind.call()) {
      pieces.add(new Piece(Texture.ARGUMENTS));
    }
  }

  /** A message or reasoning. */
  static Item speech(Kind kind, int index, String id) {
    return new Item(kind, index, new Head(id, "", "", Bytes.EMPTY));
  }

  /** A call of a tool. */
  static Item call(int index, String id, String callId, String name) {
    return new Item(Kind.CALL, index, new Head(id, callId, name, Bytes.EMPTY));
  }

  /** An item as the provider began it. */
  static Item of(int index, Json json) {
    var head =
        new Head(
            json.text("id", ""),
            json.text("call_id", ""),
            json.text("name", ""),
            Envelope.line(json));
    return new Item(Kind.of(json.text("type", "")), index, head);
  }

  /** Puts sealed content into reasoning. */
  void seal(String sealed) {
    seal = sealed;
  }

  Kind kind() {
    return kind;
  }

  int index() {
    return index;
  }

  String id() {
    return head.id();
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** The piece at {@code at}, begun now if it is the next. */
  Piece piece(int at, Texture texture) {
    while (pieces.size() <= at) {
      pieces.add(new Piece(texture));
    }
    return pieces.get(at);
  }

  /** The item as far as it was said. */
  JsonWriter write(JsonWriter json, String status) {
    if (kind == Kind.OTHER) {
      return json.raw(head.raw());
    }
    json.object().field("id", head.id()).field("type", kind.type);
    switch (kind) {
      case MESSAGE -> {
        json.field("status", status).field("role", "assistant").name("content").array();
        pieces.forEach(piece -> part(json, piece, piece.text.toString()));
        json.endArray();
      }
      case REASONING -> {
        json.name("summary").array();
        pieces.forEach(piece -> part(json, piece, piece.text.toString()));
        json.endArray();
        if (!seal.isEmpty()) {
          json.field("encrypted_content", seal);
        }
      }
      case CALL, CUSTOM_CALL -> {
        json.field("status", status).field("call_id", head.callId()).field("name", head.name());
        json.field(kind.arguments, pieces.getFirst().text.toString());
      }
      case OTHER -> {}
    }
    return json.endObject();
  }

  /** One part of a message, or of a summary, with that text. */
  static JsonWriter part(JsonWriter json, Piece piece, String text) {
    json.object();
    return switch (piece.texture) {
      case TEXT ->
          json.field("type", "output_text")
              .field("text", text)
              .name("annotations")
              .array()
              .endArray()
              .name("logprobs")
              .array()
              .endArray()
              .endObject();
      case REFUSAL -> json.field("type", "refusal").field("refusal", text).endObject();
      case SUMMARY, ARGUMENTS -> json.field("type", "summary_text").field("text", text).endObject();
    };
  }
}
