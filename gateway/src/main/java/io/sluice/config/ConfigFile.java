package io.sluice.config;

import io.sluice.registry.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code sluice.yaml}. */
public final class ConfigFile {
  /** Sections that this version reads but does not act on yet; said as a warning when filled. */
  private static final List<String> LATER =
      List.of("content_rules", "tools", "budgets", "limits", "approvals");

  private static final Duration DAY = Duration.ofDays(1);

  private ConfigFile() {}

  /**
   * Loads {@code file}, or the defaults where there is none.
   *
   * @throws IOException if the file is there and cannot be read
   */
  public static Loaded load(@Nullable Path file, Config.Surroundings around) throws IOException {
    if (file == null) {
      return read("", new Place("defaults", Path.of("").toAbsolutePath(), false), around);
    }
    Path parent = file.toAbsolutePath().getParent();
    var place = new Place(file.toString(), parent == null ? file.getRoot() : parent, true);
    return read(Files.readString(file), place, around);
  }

  private static String hash(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where a text is from. */
  record Place(String name, Path directory, boolean present) {}

  static Loaded read(String text, Place place, Config.Surroundings around) {
    var problems = new Problems(place.name());
    var warnings = new Problems(place.name());
    Config config;
    try (Section root = Yaml.read(text, problems)) {
      config = read(root, new Reading(place, around, problems, warnings, hash(text)));
    }
    return problems.all().isEmpty() ? new Loaded.Good(config) : new Loaded.Bad(problems.all());
  }

  /** What all sections are read with. */
  record Reading(
      Place place, Config.Surroundings around, Problems problems, Problems warnings, String hash) {
    Path path(String text) {
      return place.directory().resolve(text).normalize();
    }
  }

  private static Config read(Section root, Reading reading) {
    var planes = new ServerSections(reading).read(root);
    Config.Behaviour behaviour = behaviour(root, reading);
    Config.Labelling flow = new LabelSections(root).read();
    var catalogue = Catalogue.shipped();
    Config.Inventory inventory =
        reading.place().present() && root.keys().contains("providers")
            ? new InventorySections(reading, catalogue).read(root)
            : FromEnvironment.read(reading.around(), catalogue);
    check(inventory, root);
    var policy = root.text("policy").map(reading::path).orElse(null);
    if (policy != null && !Files.isDirectory(policy)) {
      root.wrong("policy", "there is no directory " + policy.getFileName());
    }
    var data = root.text("data").map(reading::path).orElse(null);
    roles(root);
    for (String key : LATER) {
      later(root, key, reading);
    }
    return new Config(planes, data, inventory, flow, policy, behaviour, reading.warnings().all());
  }

  private static Config.Behaviour behaviour(Section root, Reading reading) {
    Config.Evidence evidence = new EvidenceSections(reading).read(root);
    try (Section upstream = root.section("upstream")) {
      return new Config.Behaviour(
          drain(root),
          upstream.duration("first_byte", Duration.ofMinutes(5), DAY),
          upstream.duration("idle", Duration.ofMinutes(5), DAY),
          evidence,
          reading.hash());
    }
  }

  private static Duration drain(Section root) {
    return ServerSections.drain(root);
  }

  /** A file that lists providers lists at least one. */
  private static void check(Config.Inventory inventory, Section root) {
    if (inventory.registry().providers().isEmpty() && !inventory.simulated()) {
      root.wrong("providers", "at least one provider is needed");
    }
  }

  private static void roles(Section root) {
    for (Map.Entry<String, Section> role : root.sections("roles").entrySet()) {
      try (Section one = role.getValue()) {
        one.word("clearance", "internal", LabelSections.LEVELS);
      }
    }
  }

  private static void later(Section root, String key, Reading reading) {
    root.present(key)
        .ifPresent(
            node ->
                reading
                    .warnings()
                    .at(node, "'" + key + "' is read but not acted on in this version"));
  }
}
