package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * One request to a provider.
 *
 * @param target scheme, host, port and path; made from configuration, never from a request
 * @param headers without the credential
 * @param sign how the credential is shown
 */
public record Outbound(URI target, Headers headers, Bytes body, Sign sign, Patience patience) {
  /**
   * A header that carries the credential: its name, what stands before the secret, the secret.
   *
   * @param host the one host it may be shown to
   */
  public record Sign(String header, String prefix, Secret secret, String host) {
    /** No credential at all, for own models that ask for none. */
    public static final Sign NONE = new Sign("", "", Secret.of(""), "");
  }

  /** How long to wait for the first byte of the answer, and between two of its bytes. */
  public record Patience(Duration firstByte, Duration idle) {}
}
