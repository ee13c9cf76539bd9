package io.sluice.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The few values of a file that commands need without reading the rest; whatever is missing or
 * wrong is simply not there.
 *
 * @param client where a client on this machine reaches {@code server.listen}
 * @param admin the same for {@code server.admin}
 * @param variables the environment variable that each provider's credential is taken from, by
 *     provider
 */
public record Glimpse(Optional<URI> client, Optional<URI> admin, Map<String, String> variables) {
  public Glimpse {
    variables = Map.copyOf(variables);
  }

  /** What {@code yaml} says. */
  public static Glimpse read(String yaml) {
    Section root = Yaml.read(yaml, new Problems("sluice.yaml"));
    Section server = root.section("server");
    Section tls = server.section("tls");
    boolean secure = tls.present();
    boolean operators = secure && tls.truth("admin", false);
    var variables = new LinkedHashMap<String, String>();
    root.sections("providers")
        .forEach(
            (provider, section) ->
                section.section("credential").texts("env").stream()
                    .findFirst()
                    .ifPresent(variable -> variables.put(provider, variable)));
    return new Glimpse(
        server.text("listen").flatMap(listen -> uri(listen, secure)),
        server.text("admin").flatMap(listen -> uri(listen, operators)),
        variables);
  }

  private static Optional<URI> uri(String listen, boolean secure) {
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? "" : listen.substring(0, colon);
    String reachable = wildcard(host) ? "127.0.0.1" : host;
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      return Optional.of(URI.create((secure ? "https://" : "http://") + reachable + ":" + port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean wildcard(String host) {
    return host.isEmpty() || host.equals("0.0.0.0") || host.equals("[::]") || host.equals("*");
  }
}
