package io.sluice.egress;

import java.net.URI;
import java.util.Locale;

/** Where a connection goes: scheme, host and port, and nothing of the path. */
record Origin(boolean tls, String host, int port) {
  static Origin of(URI target) {
    boolean tls = "https".equals(target.getScheme());
    int port = target.getPort() >= 0 ? target.getPort() : tls ? 443 : 80;
    return new Origin(tls, target.getHost().toLowerCase(Locale.ROOT), port);
  }

  /** Host and port, the port always there: what a credential is bound to. */
  String bound() {
    return host + ":" + port;
  }

  /** The value of the Host header. */
  String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }
}
