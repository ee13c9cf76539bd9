package io.sluice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An admin plane that answers what it is told to and remembers what it was asked. */
final class AdminDouble implements AutoCloseable {
  static final String TOKEN = "sluice_admin_token";

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Leaves its address and token in {@code data}, as a gateway does. */
  AdminDouble(Path data) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    Files.createDirectories(data);
    Files.writeString(data.resolve("admin-url"), address());
    Files.writeString(data.resolve("admin-token"), TOKEN + "\n");
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answer(String method, String path, String body) {
    answer(method + " " + path, 200, body);
  }

  void answer(String methodAndPath, int status, String body) {
    answers.put(methodAndPath, new Answer(status, body));
  }

  /** {@code METHOD path body} of every request, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add((line + " " + body).strip());
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    Answer answer =
        known
            ? answers.getOrDefault(
                line,
                new Answer(
                    404, "{\"error\":{\"code\":\"not_found\",\"message\":\"no such thing\"}}"))
            : new Answer(401, "{\"error\":{\"message\":\"who are you?\"}}");
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
