package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Sha256;
import io.sluice.wire.Edits;
import io.sluice.wire.openaichat.Dialect.Habit;
import java.util.Map;

/** What a dialect changes in a request that is otherwise the caller's own. */
final class Accent {
  private static final int ID_CHARS = 9;
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Accent() {}

  /** Says the members, roles and ids of {@code root} as the dialect does. */
  static void spoken(Json root, Dialect dialect, Edits edits) {
    for (Map.Entry<String, String> name : dialect.renames().entrySet()) {
      edits.rename(root, name.getKey(), name.getValue());
    }
    boolean roles = dialect.has(Habit.NO_DEVELOPER);
    boolean ids = dialect.has(Habit.SHORT_CALL_IDS);
    if (!roles && !ids) {
      return;
    }
    for (Json message : root.at("messages").items()) {
      if (roles && message.text("role", "").equals("developer")) {
        edits.text(message.at("role"), "system");
      }
      if (ids) {
        shortened(message.at("tool_call_id"), edits);
        message.at("tool_calls").items().forEach(call -> shortened(call.at("id"), edits));
      }
    }
  }

  private static void shortened(Json id, Edits edits) {
    id.string().ifPresent(text -> edits.text(id, shortId(text)));
  }

  /** The id itself if it has nine letters or digits, else nine that follow from it. */
  static String shortId(String id) {
    if (id.length() == ID_CHARS && id.chars().allMatch(c -> LETTERS.indexOf(c) >= 0)) {
      return id;
    }
    byte[] hash = Sha256.of(id);
    var text = new StringBuilder(ID_CHARS);
    for (int i = 0; i < ID_CHARS; i++) {
      text.append(LETTERS.charAt((hash[i] & 0xFF) % LETTERS.length()));
    }
    return text.toString();
  }

  /** A content of two parts: what was thought, and what was said. */
  static void thinkingParts(JsonWriter out, String thought, String text) {
    out.array().object().field("type", "thinking").name("thinking").array();
    out.object().field("type", "text").field("text", thought).endObject().endArray().endObject();
    if (!text.isEmpty()) {
      out.object().field("type", "text").field("text", text).endObject();
    }
    out.endArray();
  }
}
