package io.sluice.config;

import io.sluice.ingress.Certificates;
import io.sluice.ingress.ServerSettings;
import io.sluice.ingress.ServerSettings.Sizes;
import io.sluice.ingress.ServerSettings.Times;
import io.sluice.ingress.ServerSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section {@code server}. */
final class ServerSections {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String CLEAR =
      "operators' tokens cross the network in clear text: set tls.admin, or listen on a loopback"
          + " address";
  private final ConfigFile.Reading reading;

  ServerSections(ConfigFile.Reading reading) {
    this.reading = reading;
  }

  Config.Planes read(Section root) {
    try (Section server = root.section("server")) {
      var sizes = sizes(server);
      Times times = sizes.times;
      Shown shown = tls(server);
      server.duration("drain", Duration.ofSeconds(30), HOUR);
      boolean open = server.word("metrics", "viewer", List.of("viewer", "open")).equals("open");
      InetSocketAddress client = address(server, "listen", "127.0.0.1:8080");
      InetSocketAddress admin = address(server, "admin", "127.0.0.1:8081");
      if (!shown.toOperators && !admin.getAddress().isLoopbackAddress()) {
        server.present("admin").ifPresent(at -> reading.warnings().at(at, CLEAR));
      }
      var small = new Sizes(8 << 10, 32 << 10, 16 << 20, 64 << 20, 1_000, 256, 32);
      return new Config.Planes(
          new ServerSettings(client, shown.tls, sizes.sizes, times),
          new ServerSettings(admin, shown.toOperators ? shown.tls : null, small, times),
          open);
    }
  }

  /** How long exchanges under way may take after a stop signal. */
  static Duration drain(Section root) {
    try (Section server = root.section("server")) {
      Duration drain = server.duration("drain", Duration.ofSeconds(30), HOUR);
      server.forget();
      return drain;
    }
  }

  /** Both kinds of bounds of the client plane. */
  private record Bounds(Sizes sizes, Times times) {}

  private static Bounds sizes(Section server) {
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    try (Section limits = server.section("limits")) {
      var sizes =
          new Sizes(
              (int) limits.bytes("line", 8 << 10, 256, 1 << 20),
              (int) limits.bytes("headers", 32 << 10, 1_024, 1 << 20),
              (int) limits.bytes("body", 32 << 20, 1_024, 1 << 30),
              limits.bytes("in_flight", quarter, 1 << 20, Long.MAX_VALUE),
              (int) limits.number("connections", 1, 1_000_000).orElse(20_000),
              (int) limits.number("exchanges", 1, 1_000_000).orElse(20_000),
              (int) limits.number("streams", 1, 10_000).orElse(100));
      var times =
          new Times(
              limits.duration("head_time", Duration.ofSeconds(10), HOUR),
              limits.duration("body_idle", Duration.ofSeconds(30), HOUR),
              limits.duration("keep_alive", Duration.ofSeconds(75), DAY),
              limits.duration("write_idle", Duration.ofSeconds(60), HOUR),
              limits.duration("exchange", Duration.ofMinutes(15), DAY));
      return new Bounds(sizes, times);
    }
  }

  /** The certificate, and whether the admin plane shows it too. */
  private record Shown(@Nullable Tls tls, boolean toOperators) {}

  private Shown tls(Section server) {
    try (Section tls = server.section("tls")) {
      if (!tls.present()) {
        return new Shown(null, false);
      }
      Path certificate = file(tls, "certificate");
      Path key = file(tls, "key");
      boolean operators = tls.truth("admin", false);
      return certificate == null || key == null
          ? new Shown(null, operators)
          : new Shown(usable(tls, new Tls(certificate, key)), operators);
    }
  }

  /** What these files are is found out now, not when the port is opened. */
  private Tls usable(Section section, Tls tls) {
    try {
      Instant expires = Certificates.read(tls).expires();
      if (expires.isBefore(reading.around().firstStart())) {
        section
            .present("certificate")
            .ifPresent(at -> reading.warnings().at(at, "the certificate ran out on " + expires));
      }
    } catch (IOException e) {
      section.wrong("", e.getMessage() == null ? "tls cannot be used" : e.getMessage());
    }
    return tls;
  }

  private @Nullable Path file(Section tls, String key) {
    var path = tls.text(key).map(reading::path);
    if (path.isEmpty()) {
      tls.wrong(key, "tls needs '" + key + "', a PEM file");
      return null;
    }
    return path.get();
  }

  private static InetSocketAddress address(Section server, String key, String otherwise) {
    String text = server.text(key).orElse(otherwise);
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, colon).replace("[", "").replace("]", "");
      int port = Integer.parseInt(text.substring(colon + 1));
      return new InetSocketAddress(host.isEmpty() ? "0.0.0.0" : host, port);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      server.wrong(key, "'" + key + "' must be host:port, such as " + otherwise);
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
  }
}
