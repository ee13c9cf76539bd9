package io.sluice.vault;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Secret;

/**
 * A provider credential ready for use. Whoever sends it has to say where to, and gets it for one
 * host only.
 */
public final class Credential {
  private final String provider;
  private final String version;
  private final BoundHost host;
  private final Secret secret;

  Credential(String provider, String version, BoundHost host, Secret secret) {
    this.provider = provider;
    this.version = version;
    this.host = host;
    this.secret = secret;
  }

  /** The provider's name in the configuration. */
  public String provider() {
    return provider;
  }

  /**
   * Which credential this is, for the record: where it came from and, for a stored one, its
   * version; else a fingerprint of its value. Tells nothing about the value.
   */
  public String version() {
    return version;
  }

  /** The only host it may be sent to. */
  public BoundHost boundHost() {
    return host;
  }

  /**
   * The credential, to be sent to {@code destination}.
   *
   * @throws io.sluice.model.Stop {@code upstream_credential} if it is not bound to that host
   */
  public Secret secretFor(BoundHost destination) {
    if (!host.equals(destination)) {
      throw Fault.of(
              Code.UPSTREAM_CREDENTIAL,
              "the credential of provider '" + provider + "' is bound to another host")
          .stop();
    }
    return secret;
  }

  /** Provider and version; never the secret or the host. */
  @Override
  public String toString() {
    return "Credential[" + provider + " " + version + "]";
  }
}
