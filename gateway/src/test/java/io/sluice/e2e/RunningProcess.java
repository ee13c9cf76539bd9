package io.sluice.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One gateway in a process of its own, with its data below a directory of the test's. */
final class RunningProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final BufferedReader out;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private URI client = URI.create("http://127.0.0.1:0");
  private URI admin = client;
  private String token = "";

  private RunningProcess(Process process, Path data) {
    this.process = process;
    this.data = data;
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it with this configuration, which asks for ports 0; it serves when this returns. */
  static RunningProcess start(Path directory, String configuration) throws IOException {
    Path file = Files.writeString(directory.resolve("sluice.yaml"), configuration);
    Path data = directory.resolve("data");
    Path options = Path.of("java.options"); // tests run in the module's directory
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + options.toAbsolutePath());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.sluice.Main"));
    command.addAll(
        List.of("serve", "--config", file.toString(), "--data", data.toAbsolutePath().toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
    var running = new RunningProcess(builder.start(), data);
    try {
      running.awaitReady();
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
    return running;
  }

  private void awaitReady() throws IOException {
    client = URI.create(address("client plane"));
    admin = URI.create(address("admin plane"));
    token = Files.readString(data.resolve("admin-token")).strip();
    Thread.ofVirtual().start(this::listen);
  }

  private String address(String plane) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith(plane)) {
        return line.substring(plane.length()).strip();
      }
    }
    throw new IOException("the gateway did not start: " + said());
  }

  private void listen() {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
      }
    } catch (IOException ended) {
      said.add("(end)");
    }
  }

  /** Where applications ask. */
  URI client() {
    return client;
  }

  /** Everything it printed so far. */
  String said() {
    return String.join("\n", said);
  }

  /** Its data directory. */
  Path data() {
    return data;
  }

  /** A new caller key with these members, such as {@code "level":"public"}. */
  String key(String members) {
    String more = members.isEmpty() ? "" : "," + members;
    var answer = administer("POST", "/api/v1/keys", "{\"name\":\"test\"" + more + "}");
    if (answer.statusCode() != 201) {
      throw new IllegalStateException("no key: " + answer.body());
    }
    String mark = "\"key\":\"";
    int begin = answer.body().indexOf(mark) + mark.length();
    return answer.body().substring(begin, answer.body().indexOf('"', begin));
  }

  /** Adds an operator; its token. */
  String operator(String name, String role) {
    String wish = "{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}";
    var answer = administer("POST", "/api/v1/operators", wish);
    String mark = "\"token\":\"";
    int begin = answer.body().indexOf(mark) + mark.length();
    return answer.body().substring(begin, answer.body().indexOf('"', begin));
  }

  /** Asks the admin plane as its first operator. */
  HttpResponse<String> administer(String method, String path, String body) {
    return administer(token, method, path, body);
  }

  /** Asks the admin plane as whoever holds this token. */
  HttpResponse<String> administer(String as, String method, String path, String body) {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(
        HttpRequest.newBuilder(admin.resolve(path))
            .method(method, publisher)
            .header("authorization", "Bearer " + as)
            .header("content-type", "application/json")
            .build());
  }

  /** Who made the changes of that kind, in the order of the record. */
  List<String> actors(String kind) {
    String body = administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "").body();
    var change = Pattern.compile("\"actor\":\"([^\"]*)\"[^{]*\\{[^}]*},\"entry\":\"" + kind + "\"");
    return change.matcher(body).results().map(found -> found.group(1)).toList();
  }

  /** Asks the client plane; the body is JSON. */
  HttpResponse<String> ask(String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(client.resolve(path))
            .POST(BodyPublishers.ofString(body))
            .header("content-type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The record of one exchange, once it satisfies a condition. */
  String record(String exchange, Predicate<String> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = administer("GET", "/api/v1/exchanges/" + exchange, "");
      if (answer.statusCode() == 200 && condition.test(answer.body())) {
        return answer.body();
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the record says only: " + answer.body());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Ends it as a crash would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
    http.close();
  }
}
