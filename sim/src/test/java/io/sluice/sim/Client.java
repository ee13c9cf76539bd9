package io.sluice.sim;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A plain HTTP client for tests. */
final class Client implements AutoCloseable {
  static final String CHAT = "/v1/chat/completions";
  static final String MESSAGES = "/v1/messages";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  Client(Simulator simulator) {
    this.base = simulator.uri();
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return http.send(request(path, headers).POST(body(body)).build(), text());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return http.send(request(path, headers).GET().build(), text());
  }

  HttpResponse<String> head(String path) throws Exception {
    return http.send(request(path).HEAD().build(), text());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    request.header("content-type", "application/json").header("anthropic-version", "2023-06-01");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private static HttpRequest.BodyPublisher body(String body) {
    return HttpRequest.BodyPublishers.ofString(body);
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
  }

  /** The answer's JSON. */
  static Json json(HttpResponse<String> response) throws IOException {
    return Json.parse(response.body()).orElseThrow(() -> new IOException("not JSON"));
  }

  /** The data of every event, comments and other fields left out. */
  static List<Json> events(HttpResponse<String> response) throws IOException {
    var events = new ArrayList<Json>();
    for (String line : response.body().lines().toList()) {
      if (line.startsWith("data: {")) {
        events.add(Json.parse(line.substring(6)).orElseThrow(() -> new IOException(line)));
      }
    }
    return events;
  }

  static String chat(String text, String... fields) {
    return body("gpt-5-mini", text, fields);
  }

  static String messages(String text, String... fields) {
    var all = new ArrayList<>(List.of(fields));
    all.add("\"max_tokens\":1000");
    return body("claude-sonnet-5", text, all.toArray(String[]::new));
  }

  private static String body(String model, String text, String... fields) {
    String quoted = Json.string(text);
    String more = fields.length == 0 ? "" : "," + String.join(",", fields);
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
        .formatted(model, quoted, more);
  }

  @Override
  public void close() {
    http.close();
  }
}
