package io.sluice.vault;

import java.net.URI;
import java.util.Locale;

/**
 * The one host and port that a credential may be sent to. The port is always there, so that falling
 * back from https to http is another host.
 *
 * @param name lower case, without a dot at its end
 */
public record BoundHost(String name, int port) {
  public BoundHost {
    if (name.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a bound host needs a name and a port");
    }
    name = name.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
  }

  /**
   * The host of an absolute http or https address.
   *
   * @throws IllegalArgumentException if it has none, names a user, or is of another scheme
   */
  public static BoundHost of(URI address) {
    var scheme = address.getScheme();
    var host = address.getHost();
    boolean secure = "https".equalsIgnoreCase(scheme);
    if (host == null || address.getUserInfo() != null) {
      throw new IllegalArgumentException("not an address of a host");
    }
    if (!secure && !"http".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException("not an http or https address");
    }
    int standard = secure ? 443 : 80;
    return new BoundHost(host, address.getPort() < 0 ? standard : address.getPort());
  }

  /** {@code host:port}. */
  public String text() {
    return name + ":" + port;
  }
}
