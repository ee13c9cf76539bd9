package io.sluice;

import io.sluice.admin.ManageInventory.Version;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every text of the inventory that was brought in, in the data directory: {@code 000001.json} and
 * so on, the last of which is in force.
 */
final class InventoryShelf {
  private static final JsonLimits LIMITS = new JsonLimits(4, 32 << 20, 32 << 20, 64);

  private final Path directory;
  private volatile int last;

  private InventoryShelf(Path directory, int last) {
    this.directory = directory;
    this.last = last;
  }

  /**
   * Reads what is there.
   *
   * @throws IOException if it cannot be read
   */
  static InventoryShelf open(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      int last =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.matches("[0-9]{6,9}\\.json"))
              .mapToInt(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
              .max()
              .orElse(0);
      return new InventoryShelf(directory, last);
    }
  }

  /** The number of the text in force; 0: none was brought in. */
  int last() {
    return last;
  }

  /** The text of that number; nothing where there is none. */
  Imported imported(int number) throws IOException {
    if (!Files.exists(file(number))) {
      return Imported.NOTHING;
    }
    Json json = json(number);
    return new Imported(json.text("name", ""), json.text("text", ""));
  }

  /** Every version, the newest first. */
  List<Version> versions() throws IOException {
    var all = new ArrayList<Version>();
    for (int number = last; number > 0; number--) {
      if (Files.exists(file(number))) {
        Json json = json(number);
        var text = new Imported(json.text("name", ""), json.text("text", ""));
        Instant at = Instant.parse(json.text("at", ""));
        all.add(new Version(number, text.name(), text.sha256(), json.text("by", ""), at));
      }
    }
    return all;
  }

  /** Keeps a text as the next version; durable when this returns. */
  synchronized int keep(Imported text, String by, Instant at) throws IOException {
    var writer = new JsonWriter(text.text().length() + 256).object();
    writer
        .field("name", text.name())
        .field("by", by)
        .field("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
    Bytes whole = writer.field("text", text.text()).endObject().done();
    WholeFile.write(file(last + 1), whole);
    last++;
    return last;
  }

  private Json json(int number) throws IOException {
    try {
      return Json.parse(Bytes.owning(Files.readAllBytes(file(number))), LIMITS);
    } catch (JsonException e) {
      throw new IOException("inventory/" + file(number).getFileName() + " is damaged", e);
    }
  }

  private Path file(int number) {
    return directory.resolve("%06d.json".formatted(number));
  }
}
