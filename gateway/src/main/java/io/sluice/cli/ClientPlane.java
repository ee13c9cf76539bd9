package io.sluice.cli;

import io.sluice.config.Glimpse;
import io.sluice.egress.LocalAdmin.Reply;
import java.net.URI;
import java.util.Optional;

/**
 * Where applications reach the gateway.
 *
 * @param uri scheme, host and port, no path
 * @param source how we know, for people
 * @param running true if a gateway said so itself
 */
record ClientPlane(URI uri, String source, boolean running) {
  static final URI DEFAULT = URI.create("http://127.0.0.1:8080");

  /** What the running gateway says, else the file here, else the default. */
  static ClientPlane find(Terminal terminal, CommonOptions common) {
    Optional<String> told =
        common
            .ask(terminal, "/api/v1/status")
            .map(Reply::body)
            .flatMap(b -> b.at("client").string());
    if (told.isPresent()) {
      return new ClientPlane(URI.create(told.get()), "the running gateway", true);
    }
    return ConfigurationFile.of(terminal)
        .glimpse()
        .flatMap(Glimpse::client)
        .map(uri -> new ClientPlane(uri, "sluice.yaml; no gateway runs", false))
        .orElse(new ClientPlane(DEFAULT, "the default address; no gateway runs", false));
  }
}
