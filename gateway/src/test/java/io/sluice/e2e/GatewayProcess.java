package io.sluice.e2e;

import io.sluice.egress.CallerClient;
import io.sluice.egress.CallerClient.Call;
import io.sluice.egress.LocalAdmin;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A gateway in a process of its own. */
final class GatewayProcess implements AutoCloseable {
  private final Process process;
  private final List<String> said;
  private final URI client;
  private final LocalAdmin admin;
  private final CallerClient caller;

  private GatewayProcess(Process process, List<String> said, Path data) throws IOException {
    this.process = process;
    this.said = said;
    client = URI.create(after("client plane"));
    admin = LocalAdmin.of(data);
    caller = new CallerClient(client);
  }

  /** What a command printed, both streams, and how it ended. */
  record Ended(int status, String text) {}

  /** Starts one and waits until it serves. */
  static GatewayProcess start(Path file, Path data) throws IOException {
    return served(begin("serve", "--config", file.toString(), "--data", data.toString()), data);
  }

  /** The same, with a disk below its ledger that does what the file {@code cue} says. */
  static GatewayProcess startCued(Path file, Path data, Path cue) throws IOException {
    var arguments = List.of("serve", "--config", file.toString(), "--data", data.toString());
    var main = List.of("-Dsluice.cue=" + cue, "io.sluice.CuedMain");
    return served(begin(main, arguments), data);
  }

  private static GatewayProcess served(Process process, Path data) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var said = new ArrayList<String>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith("admin plane")) {
        Thread.ofVirtual().start(() -> drain(out));
        return new GatewayProcess(process, said, data);
      }
    }
    throw new IOException("the gateway does not start:\n" + String.join("\n", said));
  }

  /** Runs a command to its end. */
  static Ended run(String... arguments) throws IOException, InterruptedException {
    Process process = begin(arguments);
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private static Process begin(String... arguments) throws IOException {
    return begin(List.of("io.sluice.Main"), List.of(arguments));
  }

  private static Process begin(List<String> main, List<String> arguments) throws IOException {
    Path options = Path.of("java.options").toAbsolutePath();
    if (!Files.exists(options)) {
      options = Path.of("gateway", "java.options").toAbsolutePath();
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("@" + options, "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(main);
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void drain(BufferedReader out) {
    try (out) {
      out.transferTo(Writer.nullWriter());
    } catch (IOException gone) {
      // the process was killed
    }
  }

  private String after(String start) {
    return said.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  long pid() {
    return process.pid();
  }

  URI client() {
    return client;
  }

  LocalAdmin admin() {
    return admin;
  }

  CallerClient caller() {
    return caller;
  }

  /** A caller key: its id, for revoking, and what the caller presents. */
  record Key(String id, Secret secret) {}

  /** Makes a caller key of that level; an empty budget is none. */
  Key key(String level, String budget) throws IOException {
    var wish = new JsonWriter(256).object().field("name", "test").field("level", level);
    if (!budget.isEmpty()) {
      wish.field("budget", budget);
    }
    return key(wish);
  }

  /** Makes a caller key of that tenant, for content up to confidential. */
  Key tenantKey(String tenant) throws IOException {
    var wish = new JsonWriter(256).object().field("name", "test").field("tenant", tenant);
    return key(wish.field("level", "confidential"));
  }

  /** A credential for an agent that acts for whoever holds {@code key}. */
  Key delegate(Key key, String agent) throws IOException {
    var wish = new JsonWriter(64).object().field("agent", agent).endObject().done();
    var answer = caller.ask(new Call("/v1/sluice/delegations", key.secret(), Headers.NONE, wish));
    try {
      String credential =
          Json.parse(Bytes.utf8(answer.text()), JsonLimits.DEFAULT).text("credential", "");
      return new Key(key.id(), Secret.of(credential));
    } catch (JsonException e) {
      throw new IOException("no credential: " + answer.text(), e);
    }
  }

  private Key key(JsonWriter wish) throws IOException {
    var reply = admin.call("POST", "/api/v1/keys", wish.endObject().done());
    if (!reply.ok()) {
      throw new IOException("no key: " + reply.status() + " " + reply.text());
    }
    return new Key(reply.body().text("id", ""), Secret.of(reply.body().text("key", "")));
  }

  /** Ends a key. */
  int revoke(Key key) throws IOException {
    return admin.call("DELETE", "/api/v1/keys/" + key.id(), Bytes.EMPTY).status();
  }

  /** Ends it at once, as a power failure would. */
  void kill() {
    process.destroyForcibly().onExit().join();
    caller.close();
  }

  /** Asks it to stop and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    caller.close();
  }
}
