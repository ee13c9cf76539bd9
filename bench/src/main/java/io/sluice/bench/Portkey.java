package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Portkey's open-source gateway, as its package comes from the registry, with nothing but routing
 * on: what another gateway costs that does less.
 */
final class Portkey implements Subject {
  private static final String PACKAGE = "@portkey-ai/gateway@1.15.2";
  private static final String PROGRAM = "node_modules/@portkey-ai/gateway/build/start-server.js";

  private final Process process;
  private final int port;
  private final int upstream;

  private Portkey(Process process, int port, int upstream) {
    this.process = process;
    this.port = port;
    this.upstream = upstream;
  }

  /** Fetches and starts it before {@code upstream}; where that fails, says so and answers none. */
  static Optional<Portkey> start(Path directory, int upstream, PrintStream out) {
    Path place = directory.resolve("portkey");
    try {
      Files.createDirectories(place);
      Programs.run(
          List.of("npm", "install", "--prefix", place.toString(), "--ignore-scripts", PACKAGE));
      int port = Programs.freePort();
      var command =
          List.of("node", place.resolve(PROGRAM).toString(), "--port=" + port, "--headless");
      var trusted = Map.of("TRUSTED_CUSTOM_HOSTS", "127.0.0.1");
      Process process = Programs.start(command, place.resolve("log"), trusted);
      Programs.awaitPort(port, process);
      return Optional.of(new Portkey(process, port, upstream));
    } catch (IOException e) {
      out.println("skipped: portkey (" + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "portkey";
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
    return "Authorization: Bearer caller\r\nx-portkey-provider: openai\r\n"
        + ("x-portkey-custom-host: http://127.0.0.1:" + upstream + "/v1\r\n");
  }

  @Override
  public void close() {
    Programs.stop(process);
  }
}
