package io.sluice.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file that {@code inventory} names, as YAML or CSV. What {@code sluice.yaml} states itself
 * stands above it, item by item, and for tools whole.
 */
final class InventoryFile {
  private static final long MOST_BYTES = 16 << 20;

  private InventoryFile() {}

  /** The text of the file that {@code root} names; empty if it names none, or it is not there. */
  static String text(Section root, Path directory) {
    Path path = root.text("inventory").map(directory::resolve).orElse(null);
    try {
      boolean fits = path != null && Files.size(path) <= MOST_BYTES;
      return fits ? Files.readString(path, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Reads it; nothing is in it where none is named. */
  static InventoryText read(Section root, Path directory, List<String> categories) {
    var reader = new InventoryText.Reader(categories, InventoryText.Judge.TAKING);
    String name = root.text("inventory").orElse("");
    String text = name.isEmpty() ? "" : text(root, directory);
    if (!name.isEmpty() && text.isEmpty()) {
      root.wrong("inventory", "there is no inventory in " + name + ", or more than 16 MiB");
    }
    return text.isEmpty()
        ? InventoryText.read(name, "inventory: []\n", reader)
        : InventoryText.read(name, text, reader);
  }
}
