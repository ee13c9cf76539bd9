package io.sluice.config;

import io.sluice.limits.Allowances;
import io.sluice.model.Sha256;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.vault.VaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code sluice.yaml}. */
public final class ConfigFile {
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
    return Sha256.hex(text);
  }

  /** Where a text is from. */
  record Place(String name, Path directory, boolean present) {}

  static Loaded read(String text, Place place, Config.Surroundings around) {
    var problems = new Problems(place.name());
    var warnings = new Problems(place.name());
    Config config;
    try (Section root = Yaml.read(text, problems)) {
      String whole = hash(text + InventoryFile.text(root, place.directory()));
      config = read(root, new Reading(place, around, problems, warnings, whole));
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
    Config.Labelling flow = new LabelSections(root).read();
    var catalogue = Catalogue.shipped();
    int before = reading.problems().all().size();
    Config.Inventory inventory = inventory(root, reading, catalogue);
    boolean sound = reading.problems().all().size() == before;
    var allowances = new AllowanceSections(inventory.registry()).read(root);
    overlaps(root, inventory.registry(), new Stated(catalogue, allowances, reading));
    Config.Behaviour behaviour = behaviour(root, reading, allowances);
    Config.PolicySetting policy = policy(root, reading);
    var data = root.text("data").map(reading::path).orElse(null);
    var registry =
        sound
            ? Registry.of(inventory.registry(), catalogue, reading.around().firstStart())
            : null; // what it would name is not known
    var content = new ContentSections(root, flow.settings(), registry).read();
    return new Config(
        planes, data, inventory, flow.with(content), policy, behaviour, reading.warnings().all());
  }

  /** What routes are judged by. */
  private record Stated(Catalogue catalogue, Allowances allowances, Reading reading) {}

  private static void overlaps(Section root, RegistrySettings inventory, Stated stated) {
    if (stated.reading().problems().all().isEmpty() && Overlaps.any(inventory)) {
      var warnings = stated.reading().warnings();
      var routes = root.sections("routes");
      new Overlaps(inventory, stated.catalogue(), stated.allowances(), warnings).check(routes);
    }
  }

  /** A directory, or {@code {bundle: directory, jurisdictions: [...]}}. */
  private static Config.PolicySetting policy(Section root, Reading reading) {
    boolean plain = root.isText("policy");
    Section section = plain ? root : root.section("policy");
    String key = plain ? "policy" : "bundle";
    var directory = section.text(key).map(reading::path).orElse(null);
    if (directory != null && !Files.isDirectory(directory)) {
      section.wrong(key, "there is no directory " + directory.getFileName());
    }
    if (plain) {
      return new Config.PolicySetting(directory, Set.of(), false);
    }
    try (section) {
      var accepted = Set.copyOf(section.texts("jurisdictions"));
      String approval = section.word("approval", "none", List.of("none", "second_person"));
      return new Config.PolicySetting(directory, accepted, approval.equals("second_person"));
    }
  }

  private static Config.Behaviour behaviour(Section root, Reading reading, Allowances allowances) {
    Config.Evidence evidence = new EvidenceSections(reading).read(root);
    try (Section upstream = root.section("upstream")) {
      return new Config.Behaviour(
          drain(root),
          upstream.duration("first_byte", Duration.ofMinutes(5), DAY),
          upstream.duration("idle", Duration.ofMinutes(5), DAY),
          LogSettings.read(root.section("log")),
          evidence,
          new Config.Steering(GovernanceSections.approvals(root), allowances),
          reading.hash());
    }
  }

  private static Duration drain(Section root) {
    return ServerSections.drain(root);
  }

  /** Variables are read where there is no file, and where a file names them. */
  private static Config.Inventory inventory(Section root, Reading reading, Catalogue catalogue) {
    if (root.keys().contains("providers")) {
      var stated = new InventorySections(reading, catalogue).read(root);
      if (stated.registry().providers().isEmpty()) {
        root.wrong("providers", "at least one provider is needed");
      }
      return stated;
    }
    for (String key : List.of("models", "routes", "defaults", "tenants", "inventory")) {
      if (root.present(key).isPresent()) {
        root.wrong(key, "'" + key + "' needs 'providers'");
      }
    }
    if (!reading.place().present()) {
      Config.Inventory found = FromEnvironment.read(reading.around(), catalogue);
      return found.simulated() ? simulated(reading, catalogue) : found;
    }
    unread(root, reading);
    return simulated(reading, catalogue);
  }

  /** A variable that would count without a file does not count with one: nobody should wonder. */
  private static void unread(Section root, Reading reading) {
    List<String> set = FromEnvironment.variables(reading.around());
    if (!set.isEmpty()) {
      root.at(
          reading.warnings(),
          "%s: set, and not used, because this file names no 'providers'"
              .formatted(String.join(", ", set)));
    }
  }

  /** What stands in for providers that nobody configured. */
  private static Config.Inventory simulated(Reading reading, Catalogue catalogue) {
    String standIn = reading.around().standIn();
    if (standIn.isEmpty()) {
      return new Config.Inventory(
          new RegistrySettings(
              List.of(), List.of(), List.of(), Map.of(), reading.around().firstStart()),
          new VaultSettings(List.of()),
          true);
    }
    try (Section stood = Yaml.read(standIn, reading.problems())) {
      var inventory = new InventorySections(reading, catalogue).read(stood);
      stood.forget();
      return new Config.Inventory(inventory.registry(), inventory.vault(), true);
    }
  }
}
