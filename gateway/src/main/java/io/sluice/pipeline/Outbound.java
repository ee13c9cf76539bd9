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
 * @param method {@code POST} or {@code DELETE}
 * @param headers without the credential
 * @param sign how the credential is shown
 */
public record Outbound(
    URI target, String method, Headers headers, Bytes body, Sign sign, Patience patience) {
  /** How the credential is shown. Opened only where the request is sent. */
  public sealed interface Sign {
    /** The one host it may be shown to, with its port; empty: there is no credential. */
    String host();

    /** No credential at all, for own models that ask for none. */
    record None() implements Sign {
      @Override
      public String host() {
        return "";
      }
    }

    /** A header that carries it: its name, what stands before the secret, the secret. */
    record Header(String name, String prefix, Secret secret, String host) implements Sign {}

    /**
     * AWS's signature over the request.
     *
     * @param secret an access key id, its secret and perhaps a session token, with colons between;
     *     or a bearer key, which has no colon and is sent as it is
     */
    record Aws(String region, Secret secret, String host) implements Sign {}
  }

  /** How long to wait for the first byte of the answer, and between two of its bytes. */
  public record Patience(Duration firstByte, Duration idle) {}
}
