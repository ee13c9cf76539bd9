package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the admin plane asks who is there. The routes are read from the sources. */
class AdminRolesTest {
  private static final Pattern ROUTE =
      Pattern.compile("new AdminRoute\\(\\s*\"([A-Z]+)\",\\s*\"([^\"]+)\",\\s*([^,]+),");
  private static final Pattern CONSTANT = Pattern.compile("String PATH = \"([^\"]+)\"");
  private static final List<String> ROLES = List.of("viewer", "auditor", "operator", "admin");
  private static final List<String> OPEN = List.of("/", "/healthz", "/readyz", "/sign-in/{secret}");

  @TempDir static Path directory;
  private static GatewayProcess gateway;
  private static final Map<String, String> TOKENS = new LinkedHashMap<>();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** A route; {@code role} is empty where everybody may. */
  private record Route(String method, String path, String role) {}

  @BeforeAll
  static void start() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              cloud: {api: openai, base_url: http://127.0.0.1:1/v1, profile: {zone: external}}
            """);
    gateway = GatewayProcess.start(file, directory.resolve("data"));
    for (String role : ROLES) {
      var wish = new JsonWriter(64).object().field("name", "a-" + role).field("role", role);
      var reply = gateway.admin().call("POST", "/api/v1/operators", wish.endObject().done());
      assertThat(reply.ok()).as(reply.text()).isTrue();
      TOKENS.put(role, reply.body().text("token", ""));
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
    CLIENT.close();
  }

  @Test
  void lesson_20_only_probes_and_the_door_of_the_console_are_open() throws IOException {
    assertThat(routes().stream().filter(route -> route.role().isEmpty()).map(Route::path))
        .containsExactlyInAnyOrderElementsOf(OPEN);
    assertThat(routes()).contains(new Route("GET", "/metrics", "viewer"));
  }

  @TestFactory
  Stream<DynamicTest> every_route_is_for_its_role_and_those_above() throws IOException {
    return routes().stream()
        .filter(route -> !route.path().startsWith("/sign-in"))
        .map(route -> DynamicTest.dynamicTest(route.toString(), () -> guarded(route)));
  }

  private static void guarded(Route route) throws Exception {
    if (route.role().isEmpty()) {
      assertThat(status(route, "")).isEqualTo(200);
      return;
    }
    assertThat(status(route, "")).isEqualTo(401);
    assertThat(status(route, "sluiceop_admin")).isEqualTo(401);
    for (String role : ROLES) {
      int status = status(route, TOKENS.getOrDefault(role, ""));
      if (ROLES.indexOf(role) < ROLES.indexOf(route.role())) {
        assertThat(status).as(role).isEqualTo(403);
      } else {
        assertThat(status).as(role).isLessThan(500).isNotIn(401, 403, 405);
      }
    }
  }

  /** The answer to a request that can change nothing: it has no body and names nobody. */
  private static int status(Route route, String token) throws Exception {
    URI uri = gateway.admin().base().resolve(route.path().replaceAll("\\{[^}]*}", "nobody"));
    var request = HttpRequest.newBuilder(uri).method(route.method(), BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static List<Route> routes() throws IOException {
    Path sources = Path.of("src", "main", "java", "io", "sluice", "ingress");
    if (!Files.isDirectory(sources)) {
      sources = Path.of("gateway").resolve(sources);
    }
    var routes = new ArrayList<Route>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        addRoutes(plain(Files.readString(file)), routes);
      }
    }
    return routes;
  }

  /** The source with the constant for a path put in. */
  private static String plain(String source) {
    Matcher constant = CONSTANT.matcher(source);
    if (!constant.find()) {
      return source;
    }
    String path = constant.group(1);
    return source.replace("PATH + \"", '"' + path).replace("PATH,", '"' + path + "\",");
  }

  private static void addRoutes(String source, List<Route> routes) {
    Matcher found = ROUTE.matcher(source);
    int before = routes.size();
    while (found.find()) {
      routes.add(new Route(found.group(1), found.group(2), role(found.group(3))));
    }
    int written = source.split("new AdminRoute\\(", -1).length - 1;
    assertThat(routes.size() - before).as("routes that can be read").isEqualTo(written);
  }

  private static String role(String text) {
    return ROLES.stream()
        .filter(role -> text.toLowerCase(Locale.ROOT).contains("role." + role))
        .findFirst()
        .orElse("");
  }
}
