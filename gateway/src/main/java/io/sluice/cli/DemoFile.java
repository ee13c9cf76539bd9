package io.sluice.cli;

import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;

/** The configuration that the demonstration plays with: {@code demo.yaml}, its places filled in. */
final class DemoFile {
  private static final int FRESH_DAYS = 180;
  private static final int STALE_DAYS = 7;

  private final Path directory;
  private final LocalDate today;
  private String text;

  /** {@code today}: reviews lie before and after it. */
  DemoFile(Path directory, LocalDate today) throws IOException {
    this.directory = directory;
    this.today = today;
    text = resource("demo.yaml");
    dated();
  }

  private static String resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(DemoFile.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void dated() {
    put("data", directory.resolve("data").toString());
    put("reviewed", today.minusDays(FRESH_DAYS).toString());
    put("fresh", today.plusDays(FRESH_DAYS).toString());
    put("stale", today.minusDays(STALE_DAYS).toString());
  }

  /** Adds what the fault drill needs, section by section. */
  DemoFile drilled() throws IOException {
    for (String section : resource("drill.yaml").split("\n(?=[a-z]+:\n)", -1)) {
      int end = section.indexOf(":\n");
      if (end > 0) {
        String key = "\n" + section.substring(0, end + 2);
        text = text.replace(key, key + section.substring(end + 2).stripTrailing() + "\n");
      }
    }
    dated();
    return this;
  }

  /** Says where one provider is, and leaves its credential in a file. */
  DemoFile provider(String name, URI uri, String credential) throws IOException {
    Path file = directory.resolve(name + ".key");
    new PrivateFile(file).write(Secret.of(credential));
    put(name, uri.toString());
    put(name + "_key", file.toString());
    return this;
  }

  /** Writes the file; answers where it is. */
  Path write() throws IOException {
    return Files.writeString(directory.resolve(ConfigurationFile.NAME), text);
  }

  /** The part of the file that begins with its providers. */
  String inventory() {
    return text.substring(text.indexOf("\nproviders:") + 1);
  }

  private void put(String place, String value) {
    text = text.replace("{" + place + "}", value);
  }
}
