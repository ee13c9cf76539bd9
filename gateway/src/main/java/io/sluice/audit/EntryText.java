package io.sluice.audit;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes one entry as canonical JSON (RFC 8785: sorted names, here by the order of the calls; whole
 * numbers only). Empty texts and lists are left out. What is longer than its bounds is cut to a
 * count, a beginning and a hash, and the entry then says that it is not whole.
 */
final class EntryText {
  /** How much of lists and texts is kept, from roomy to almost nothing. */
  private static final int[] ITEMS = {512, 32, 4, 0};

  private static final int[] CHARS = {4_096, 256, 64, 16};

  /** No bounds but the size of all: for what is kept beside the entry. */
  static final int BOUNDLESS = -1;

  private static final int MOST_BOUNDLESS_BYTES = 16 << 20;

  /** The tightest bounds there are. */
  static final int TIGHTEST = ITEMS.length - 1;

  /** The largest whole number that every JSON reader keeps exactly. */
  private static final long EXACT = (1L << 53) - 1;

  private static final int USUAL_BYTES = 3_072;

  private final JsonWriter json = new JsonWriter(USUAL_BYTES);
  private final int mostBytes;
  private final int items;
  private final int chars;
  private boolean whole = true;

  /** {@code tightness} in [0, {@link #TIGHTEST}], or {@link #BOUNDLESS}. */
  EntryText(int tightness) {
    boolean boundless = tightness == BOUNDLESS;
    mostBytes = boundless ? MOST_BOUNDLESS_BYTES : Recorder.MOST_BYTES;
    items = boundless ? Integer.MAX_VALUE : ITEMS[tightness];
    chars = boundless ? Integer.MAX_VALUE : CHARS[tightness];
    json.object();
  }

  /** How many items a list may have here. */
  int mostItems() {
    return items;
  }

  EntryText open(String name) {
    json.name(name).object();
    return this;
  }

  EntryText open() {
    json.object();
    return this;
  }

  EntryText close() {
    json.endObject();
    return this;
  }

  EntryText array(String name) {
    json.name(name).array();
    return this;
  }

  EntryText endArray() {
    json.endArray();
    return this;
  }

  EntryText text(String name, String value) {
    if (!value.isEmpty()) {
      json.name(name);
      value(value);
    }
    return this;
  }

  /** A text that is never cut: what it names has to be found again. */
  EntryText exact(String name, String value) {
    if (!value.isEmpty()) {
      json.field(name, value);
    }
    return this;
  }

  /** An item of a list. */
  EntryText number(long value) {
    if (value > EXACT || value < -EXACT) {
      json.value(Long.toString(value));
    } else {
      json.value(value);
    }
    return this;
  }

  EntryText number(String name, long value) {
    json.name(name);
    return number(value);
  }

  EntryText truth(String name, boolean value) {
    json.field(name, value);
    return this;
  }

  EntryText json(String name, Bytes value) {
    json.field(name, value);
    return this;
  }

  EntryText list(String name, List<String> values) {
    if (values.isEmpty()) {
      return this;
    }
    if (values.size() > items) {
      cut(name, values);
      return this;
    }
    json.name(name).array();
    for (String value : values) {
      value(value);
    }
    json.endArray();
    return this;
  }

  /** Says that something was left out. */
  void cut() {
    whole = false;
  }

  /** Whether nothing was cut so far. */
  boolean isWhole() {
    return whole;
  }

  /**
   * The entry, closed with its version and whether anything was cut.
   *
   * @param side hash of what it would be uncut; empty: there is none
   */
  Bytes done(String side) {
    json.field("version", Entries.VERSION).field("whole", whole);
    if (!side.isEmpty()) {
      json.field("whole_sha256", side);
    }
    return json.endObject().done();
  }

  private void cut(String name, List<String> values) {
    cut();
    json.name(name).object().field("count", values.size()).name("first").array();
    for (String value : values.subList(0, items)) {
      value(value);
    }
    json.endArray().field("sha256", sha256(values)).endObject();
  }

  private void value(String value) {
    if (json.size() > mostBytes) {
      json.value(""); // too long already: a tighter text will take its place
      return;
    }
    if (value.length() <= chars) {
      json.value(value);
      return;
    }
    cut();
    int end = Character.isHighSurrogate(value.charAt(chars - 1)) ? chars - 1 : chars;
    json.value(value.substring(0, end) + "... sha256:" + sha256(value));
  }

  /** Of the canonical JSON array of {@code values}. */
  private static String sha256(List<String> values) {
    MessageDigest digest = Sha256.begun();
    char before = '[';
    for (String value : values) {
      digest.update((byte) before);
      update(digest, new JsonWriter(value.length() + 2).value(value).done());
      before = ',';
    }
    digest.update((byte) ']');
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String sha256(String value) {
    return Sha256.hex(value);
  }

  private static void update(MessageDigest digest, Bytes bytes) {
    digest.update(bytes.array(), bytes.offset(), bytes.length());
  }
}
