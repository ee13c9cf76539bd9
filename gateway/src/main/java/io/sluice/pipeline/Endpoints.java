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
   * What is put around a format's path.
   *
   * @param deployment name of the model in paths that name one; empty: they name none
   * @param query without the question mark; empty: none
   */
  record Paths(String deployment, String query) {
    /** Nothing. */
    public static final Paths PLAIN = new Paths("", "");

    String of(String path) {
      boolean names = !deployment.isEmpty() && !path.startsWith("/responses");
      String whole = names ? "/deployments/" + deployment + path : path;
      if (query.isEmpty()) {
        return whole;
      }
      return whole + (whole.indexOf('?') < 0 ? "?" : "&") + query;
    }
  }

  /**
   * One provider's door.
   *
   * @param base what a format's path is appended to; no slash at its end
   * @param paths what else the address of a format's path needs
   * @param scheme how the credential is shown
   * @param forward names of a caller's identifying headers that this provider may receive
   */
  record Endpoint(URI base, Paths paths, Scheme scheme, List<String> forward) {
    public Endpoint {
      forward = List.copyOf(forward);
    }

    /** The region that requests are signed for; empty where there is none. */
    public String region() {
      return scheme instanceof Scheme.Aws(String region) ? region : "";
    }

    /** The address of {@code path} at this provider. */
    public URI at(String path) {
      return URI.create(base + paths.of(path));
    }
  }
}
