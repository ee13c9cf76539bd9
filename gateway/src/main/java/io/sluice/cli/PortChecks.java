package io.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/** Whether the two listeners of a gateway can have their addresses. */
final class PortChecks {
  private PortChecks() {}

  /** {@code running}: a gateway answers, and these are the addresses it has. */
  static List<Finding> of(URI client, URI admin, boolean running) {
    return List.of(
        check("client port", client, new Setting("server.listen", running)),
        check("admin port", admin, new Setting("server.admin", running)));
  }

  private record Setting(String key, boolean running) {}

  private static Finding check(String name, URI address, Setting setting) {
    String where = address.getHost() + ":" + address.getPort();
    if (setting.running()) {
      return Finding.ok(name, where + ", ours");
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address.getHost(), address.getPort()));
      return Finding.ok(name, where + ", free");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.problem(
          name,
          where + " cannot be listened on: " + e.getMessage(),
          "stop what listens there, or set " + setting.key() + " in sluice.yaml");
    }
  }
}
