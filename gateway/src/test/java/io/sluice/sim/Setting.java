package io.sluice.sim;

import io.sluice.config.Config;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import io.sluice.model.Level;
import io.sluice.vault.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the simulated gateway is told to do: three configurations that are swapped while it runs.
 *
 * @param configs the one it starts with first
 */
record Setting(List<Config> configs, KeyRing ring) {
  static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

  /** Where nothing may ever go. */
  static final URI ELSEWHERE = URI.create("https://cheap.example/v1/chat/completions");

  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CHEAP", "key-of-cheap-52b1", "CLOUD", "key-of-cloud-77aa", "CLAUDE", "key-of-claude-09");

  private static final String FILE =
      """
      server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
      upstream: {first_byte: 15s, idle: 8s}
      flow: {mode: %s}
      providers:
        cheap:
          api: openai
          base_url: https://cheap.example/v1
          credential: {env: CHEAP}
          profile: {zone: external, jurisdiction: US, clearance: internal}
        cloud:
          api: openai
          base_url: https://cloud.example/v1
          credential: {env: CLOUD}
          profile: {zone: external, jurisdiction: US, retention_days: 0, trains_on_data: false,
                    clearance: internal, reviewer: r, reviewed: 2026-01-01,
                    review_expires: %s}
        claude:
          api: anthropic
          base_url: https://claude.example
          credential: {env: CLAUDE}
          profile: {zone: external, jurisdiction: US, retention_days: 0, trains_on_data: false,
                    clearance: %s, reviewer: r, reviewed: 2026-01-01,
                    review_expires: 2099-01-01}
        own:
          api: openai
          base_url: http://own.example/v1
          profile: {zone: own, jurisdiction: EU, retention_days: 0, trains_on_data: false,
                    clearance: restricted, reviewer: r, reviewed: 2026-01-01,
                    review_expires: 2099-01-01}
      models:
        nano: {provider: cheap, price: {input: 1, output: 2}}
        small: {provider: cloud, price: {input: 2, output: %d}}
        plain: {provider: cheap, price: {input: 1, output: 2}, profile: {clearance: public}}
        deep: {provider: claude, price: {input: 3, output: 9}}
        own-model: {provider: own, price: {input: 5, output: 10}}
      routes:
        auto: {models: [nano, small, deep, own-model]}
        open: {models: [nano, small]}
        beside: {models: [plain], record: overlapped}
      """;

  /** Writes the files under {@code directory} and reads them as the real process does. */
  static Setting under(Path directory) {
    try {
      var configs = new ArrayList<Config>();
      configs.add(config(directory, FILE.formatted("balanced", "2026-03-04", "confidential", 4)));
      configs.add(config(directory, FILE.formatted("observe", "2099-01-01", "internal", 6)));
      configs.add(config(directory, FILE.formatted("strict", "2099-01-01", "confidential", 3)));
      Path keys = directory.resolve("keys");
      if (!Files.exists(keys)) {
        Files.createDirectory(
            keys,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return new Setting(configs, KeyRing.local(keys, new SplittableRandom(7)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Config config(Path directory, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("sluice.yaml"), text);
    return switch (ConfigFile.load(file, new Config.Surroundings(ENVIRONMENT, BEGIN))) {
      case Loaded.Good(Config config) -> config;
      case Loaded.Bad(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }

  /** The provider at that address. */
  static String provider(URI target) {
    return target.getHost().substring(0, target.getHost().indexOf('.'));
  }

  /** The highest that a provider is cleared for in any of the configurations. */
  static Level mostClearance(String provider) {
    return switch (provider) {
      case "own" -> Level.RESTRICTED;
      case "claude" -> Level.CONFIDENTIAL;
      case "cloud" -> Level.INTERNAL;
      default -> Level.PUBLIC;
    };
  }

  /** True if personal and payment data must be masked toward it. */
  static boolean external(String provider) {
    return !provider.equals("own");
  }

  /** The secret that a provider gets to see; empty: none. */
  static String secret(String provider) {
    return provider.equals("own") ? "" : ENVIRONMENT.getOrDefault(upper(provider), "");
  }

  private static String upper(String provider) {
    return switch (provider) {
      case "cheap" -> "CHEAP";
      case "cloud" -> "CLOUD";
      default -> "CLAUDE";
    };
  }
}
