package io.sluice.pipeline;

import io.sluice.model.Candidate;
import java.net.URI;
import java.util.List;

/** Where providers are and how a credential is shown to them. Implemented by provider. */
public interface Endpoints {
  /** The endpoint of the provider that {@code candidate} is at. */
  Endpoint of(Candidate candidate);

  /** How a provider wants to be shown a credential. */
  sealed interface Scheme {
    /** In a header; {@code prefix} is what stands before the secret in it. */
    record InHeader(String name, String prefix) implements Scheme {}

    /** By AWS's signature for its service in {@code region}. */
    record Aws(String region) implements Scheme {}
  }

  /**
   * One provider's door.
   *
   * @param base what a format's path is appended to; no slash at its end
   * @param scheme how the credential is shown
   * @param forward names of a caller's identifying headers that this provider may receive
   */
  record Endpoint(URI base, Scheme scheme, List<String> forward) {
    public Endpoint {
      forward = List.copyOf(forward);
    }

    /** The address of {@code path} at this provider. */
    public URI at(String path) {
      return URI.create(base + path);
    }
  }
}
