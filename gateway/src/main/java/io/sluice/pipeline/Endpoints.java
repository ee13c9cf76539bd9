package io.sluice.pipeline;

import io.sluice.model.Candidate;
import java.net.URI;
import java.util.List;

/** Where providers are and how a credential is shown to them. Implemented by provider. */
public interface Endpoints {
  /** The endpoint of the provider that {@code candidate} is at. */
  Endpoint of(Candidate candidate);

  /**
   * One provider's door.
   *
   * @param base what a format's path is appended to; no slash at its end
   * @param signHeader the header that carries the credential; empty: none is shown
   * @param signPrefix what stands before the secret in it
   * @param forward names of a caller's identifying headers that this provider may receive
   */
  record Endpoint(URI base, String signHeader, String signPrefix, List<String> forward) {
    public Endpoint {
      forward = List.copyOf(forward);
    }

    /** The address of {@code path} at this provider. */
    public URI at(String path) {
      return URI.create(base + path);
    }
  }
}
