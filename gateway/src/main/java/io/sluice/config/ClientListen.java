package io.sluice.config;

import java.net.URI;
import java.util.Optional;

/** The address of the client plane that a file asks for, for commands that read nothing else. */
public final class ClientListen {
  private ClientListen() {}

  /**
   * Where a client on this machine reaches what {@code server.listen} says; empty where it is
   * missing or no address.
   */
  public static Optional<URI> read(String yaml) {
    Section server = Yaml.read(yaml, new Problems("sluice.yaml")).section("server");
    boolean secure = server.section("tls").present();
    return server.text("listen").flatMap(listen -> uri(listen, secure));
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
