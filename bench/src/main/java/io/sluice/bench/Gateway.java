package io.sluice.bench;

import io.sluice.egress.LocalAdmin;
import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sluice with everything on, in a process of its own, from the built jar. */
final class Gateway implements Subject {
  private static final String CONFIGURATION =
      """
      server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
      providers:
        cloud:
          api: openai
          base_url: http://127.0.0.1:PORT/v1
          profile: {zone: external, clearance: internal, reviewed: 2026-01-01,
            review_expires: 2036-01-01, reviewer: bench, trains_on_data: false,
            retention_days: 0, jurisdiction: US}
      models:
        bench-model: {provider: cloud, id: bench-model, price: {input: 1, output: 2}}
      """;

  /** The same with budgets of every holder, limits of every kind, and two deployments. */
  private static final String ALLOWANCES =
      CONFIGURATION
              .replace(
                  "models:\n",
                  CONFIGURATION
                          .substring(
                              CONFIGURATION.indexOf("  cloud:"), CONFIGURATION.indexOf("models:"))
                          .replace("  cloud:", "  second:")
                      + "models:\n")
              .replace("bench-model: {provider: cloud,", "one: {provider: cloud,")
          + """
            two: {provider: second, id: bench-model, price: {input: 1, output: 2}}
          routes:
            bench-model: {models: [one, two], optimise: {cost: 1, latency: 0.2, quality: 1}}
          budgets:
            - {per: tenant, usd: 1000000/month}
            - {per: team, usd: 1000000/day}
            - {per: principal, tokens: 1000000000000/day}
            - {per: principal, usd: 1000000/hour, kind: soft}
          limits:
            - {per: principal, requests: 100000000/minute, concurrent: 100000}
            - {per: tenant, input_tokens: 1000000000000/minute, output_tokens: 1000000000000/minute}
            - {per: all, model: one, requests: 100000000/minute}
            - {provider: second, concurrent: 100000}
          """;

  private final Process process;
  private final int port;
  private final String headers;

  private Gateway(Process process, int port, String headers) {
    this.process = process;
    this.port = port;
    this.headers = headers;
  }

  /**
   * How it is started.
   *
   * @param root the folder of the checkout
   * @param data its data directory
   * @param cache the start-up cache; the empty path for none
   * @param allowances what is in force besides
   */
  record Setting(Path root, Path data, Path cache, Allowances allowances) {
    /** With the caller key's own budget. */
    Setting(Path root, Path data, Path cache) {
      this(root, data, cache, Allowances.KEY);
    }
  }

  /** Whose budgets and limits are in force. */
  enum Allowances {
    /** The caller key's budget. */
    KEY,
    /** Budgets and limits of everybody, and a route with two deployments. */
    ALL
  }

  /** Starts it before {@code upstream} and makes a caller key with a budget. */
  static Gateway start(Setting setting, int upstream) throws IOException {
    Launched launched = launch(setting, upstream);
    var wish = new JsonWriter(128).object().field("name", "bench").field("ttl", "1d");
    wish.field("budget", "1000000");
    var reply = LocalAdmin.of(setting.data).call("POST", "/api/v1/keys", wish.endObject().done());
    String key = reply.body().text("key", "");
    if (!reply.ok() || key.isEmpty()) {
      Programs.stop(launched.process);
      throw new IOException("the gateway makes no key: status " + reply.status());
    }
    return new Gateway(launched.process, launched.port, "Authorization: Bearer " + key + "\r\n");
  }

  /** Starts it again on data in which the key behind {@code headers} exists. */
  static Gateway again(Setting setting, int upstream, String headers) throws IOException {
    Launched launched = launch(setting, upstream);
    return new Gateway(launched.process, launched.port, headers);
  }

  private record Launched(Process process, int port) {}

  private static Launched launch(Setting setting, int upstream) throws IOException {
    Files.createDirectories(setting.data);
    Path file = setting.data.resolveSibling("sluice.yaml");
    String text = setting.allowances == Allowances.ALL ? ALLOWANCES : CONFIGURATION;
    Files.writeString(file, text.replace("PORT", Integer.toString(upstream)));
    Path log = setting.data.resolveSibling("sluice.log");
    Files.deleteIfExists(log);
    Process process = Programs.start(command(setting, file), log);
    return new Launched(process, awaitClientPlane(process, log));
  }

  private static List<String> command(Setting setting, Path file) {
    Path gateway = setting.root.resolve("gateway");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + gateway.resolve("java.options"));
    if (!setting.cache.toString().isEmpty()) {
      command.add("-XX:AOTCache=" + setting.cache);
    }
    command.addAll(List.of("-XX:ActiveProcessorCount=1", "-Xmx512m", "-jar"));
    command.add(gateway.resolve("target").resolve("sluice.jar").toString());
    command.addAll(List.of("serve", "--config", file.toString()));
    command.addAll(List.of("--data", setting.data.toString()));
    return command;
  }

  private static int awaitClientPlane(Process process, Path log) throws IOException {
    while (process.isAlive()) {
      for (String line : Files.readAllLines(log)) {
        if (line.startsWith("client plane ")) {
          return URI.create(line.substring(line.lastIndexOf(' ') + 1)).getPort();
        }
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    throw new IOException("the gateway does not start: " + Files.readString(log));
  }

  /** Collects its garbage, so that what it occupies is what it needs. */
  void collect() throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Programs.run(List.of(jcmd.toString(), Long.toString(pid()), "GC.run"));
  }

  @Override
  public String name() {
    return "sluice";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String headers() {
    return headers;
  }

  @Override
  public void close() {
    Programs.stop(process);
  }
}
