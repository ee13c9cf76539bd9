package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.Json.Kind;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;

/** Says whether a text is canonical: it equals what is written from its own values, sorted. */
final class Canonical {
  private Canonical() {}

  static void check(Bytes entry) {
    var writer = new JsonWriter(entry.length());
    write(writer, EntryReader.json(entry));
    assertThat(writer.done().utf8()).isEqualTo(entry.utf8());
    assertThat(entry.length()).isLessThanOrEqualTo(Recorder.MOST_BYTES);
  }

  private static void write(JsonWriter writer, Json json) {
    switch (json.kind()) {
      case OBJECT -> {
        writer.object();
        json.fields().stream()
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .forEach(field -> write(writer.name(field.name()), field.value()));
        writer.endObject();
      }
      case ARRAY -> {
        writer.array();
        json.items().forEach(item -> write(writer, item));
        writer.endArray();
      }
      case STRING -> writer.value(json.string().orElseThrow());
      case NUMBER -> {
        long number = json.integer().orElseThrow();
        assertThat(json.raw().utf8()).isEqualTo(Long.toString(number));
        assertThat(Math.abs(number)).isLessThan(1L << 53);
        writer.value(number);
      }
      case TRUE, FALSE -> writer.value(json.kind() == Kind.TRUE);
      case NULL, MISSING -> throw new AssertionError("no null stands in an entry");
    }
  }
}
