package io.sluice;

import io.sluice.audit.Ruleset;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.policy.SourceFile;
import io.sluice.replay.Rulebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every version of policy that ever decided, in the data directory, by content hash: {@code
 * HASH.json} holds the files of a bundle, {@code scope-SNAPSHOT.json} what configuration said
 * around it, {@code activation.json} which one is in force. Each file is written whole or not at
 * all.
 */
final class PolicyShelf implements PolicyVersions, Rulebook {
  private static final String ACTIVATION = "activation.json";

  private final Path directory;
  private volatile Activation activation;

  private PolicyShelf(Path directory, Activation activation) {
    this.directory = directory;
    this.activation = activation;
  }

  /**
   * Reads what is there.
   *
   * @throws IOException if it is damaged or cannot be read
   */
  static PolicyShelf open(Path directory) throws IOException {
    Path file = directory.resolve(ACTIVATION);
    var activation = Files.exists(file) ? Activation.read(json(file)) : Activation.NONE;
    return new PolicyShelf(directory, activation);
  }

  /** What is in force. */
  Activation activation() {
    return activation;
  }

  /** Notes what is in force now; durable when this returns. */
  synchronized void activation(Activation next) throws IOException {
    WholeFile.write(directory.resolve(ACTIVATION), next.json());
    activation = next;
  }

  @Override
  public Bundle chosen(Bundle stated, boolean secondPerson) throws IOException {
    Activation now = activation;
    boolean newer = !secondPerson && !now.stated().equals(stated.id());
    if (now.inForce().isEmpty() || newer || now.inForce().equals(stated.id())) {
      return stated;
    }
    return bundle(now.inForce())
        .orElseThrow(
            () -> new IOException("policies/" + now.inForce() + ".json is missing or was altered"));
  }

  /** Keeps a version; durable when this returns. */
  void keep(Bundle bundle) throws IOException {
    Path file = file(bundle.id());
    if (!Files.exists(file)) {
      WholeFile.write(file, text(bundle));
    }
  }

  @Override
  public void keep(Bundle bundle, String snapshot, RulesSettings scope) throws IOException {
    keep(bundle);
    Path around = directory.resolve("scope-" + snapshot + ".json");
    if (!Files.exists(around)) {
      WholeFile.write(around, text(scope));
    }
  }

  @Override
  public synchronized void inForce(String hash, String stated) throws IOException {
    Activation next = activation.then(hash, stated);
    if (!next.equals(activation)) {
      activation(next);
    }
  }

  @Override
  public Optional<Bundle> trial() throws IOException {
    String hash = activation.trial();
    return hash.isEmpty() ? Optional.empty() : bundle(hash);
  }

  /** The bundle of that hash; empty if there is none, or it is not what it was. */
  Optional<Bundle> bundle(String hash) throws IOException {
    Path file = file(hash);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var files = new ArrayList<SourceFile>();
    for (Json one : json(file).at("files").items()) {
      files.add(new SourceFile(one.text("path", ""), one.text("text", "")));
    }
    return Optional.of(Bundle.of(files)).filter(bundle -> bundle.id().equals(hash));
  }

  @Override
  public Optional<Rules> rules(Ruleset ruleset) {
    try {
      Path around = directory.resolve("scope-" + ruleset.snapshot() + ".json");
      Optional<Bundle> bundle = bundle(ruleset.policy());
      if (bundle.isEmpty() || !Files.exists(around)) {
        return Optional.empty();
      }
      Json scope = json(around);
      var settings =
          new RulesSettings(
              null,
              texts(scope.at("categories")),
              texts(scope.at("jurisdictions")),
              RulesSettings.MEMO_ENTRIES,
              ContentRuleText.read(scope.at("content_rules")));
      return Optional.of(Rules.of(bundle.get(), settings));
    } catch (IOException | BundleException e) {
      return Optional.empty();
    }
  }

  private Path file(String hash) throws IOException {
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new IOException("a version is named by a hash of 64 hex digits");
    }
    return directory.resolve(hash + ".json");
  }

  private static Bytes text(Bundle bundle) {
    var writer = new JsonWriter(16_384).object().name("files").array();
    for (SourceFile file : bundle.files()) {
      writer.object().field("path", file.path()).field("text", file.text()).endObject();
    }
    return writer.endArray().endObject().done();
  }

  private static Bytes text(RulesSettings scope) {
    var writer = new JsonWriter(256).object();
    list(writer.name("categories"), scope.categories());
    list(writer.name("jurisdictions"), scope.jurisdictions());
    ContentRuleText.write(writer, scope.content());
    return writer.endObject().done();
  }

  private static void list(JsonWriter writer, Set<String> texts) {
    writer.array();
    texts.stream().sorted().forEach(writer::value);
    writer.endArray();
  }

  private static Set<String> texts(Json list) {
    var all = new HashSet<String>();
    list.items().forEach(one -> all.add(one.string().orElse("")));
    return all;
  }

  private static Json json(Path file) throws IOException {
    try {
      return Json.parse(
          Bytes.owning(Files.readAllBytes(file)), new JsonLimits(16, 16 << 20, 4 << 20, 1_000_000));
    } catch (JsonException e) {
      throw new IOException("policies/" + file.getFileName() + " is damaged", e);
    }
  }

  /** The hashes that are kept, sorted. */
  List<String> kept() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("[0-9a-f]{64}\\.json"))
          .map(name -> name.substring(0, 64))
          .sorted()
          .toList();
    }
  }
}
