package io.sluice.provider;

import java.net.URI;

/**
 * Where Google serves its models: the Gemini API, or Vertex AI for a project at a location. The
 * format's own paths begin behind the version, with {@code /models/}.
 */
public final class GoogleAddress {
  /** The API of a provider that is asked by the addresses of Vertex AI. */
  public static final String VERTEX = "vertex";

  private static final String VERSION = "v1beta";
  private static final String VERTEX_VERSION = "v1";

  private GoogleAddress() {}

  /**
   * The base of the Gemini API at {@code base}, which may end in a version already.
   *
   * @param version empty: the usual one
   */
  public static URI gemini(URI base, String version) {
    String path = base.getPath() == null ? "" : base.getPath();
    if (path.endsWith("/v1") || path.matches(".*/v\\d+(alpha|beta)\\d*")) {
      return base;
    }
    return URI.create(base + "/" + (version.isEmpty() ? VERSION : version));
  }

  /** What Vertex AI is asked for: a project, at a location, in a version of the API. */
  public record Project(String name, String location, String version) {
    public Project {
      if (!name.matches("[a-z][a-z0-9:.-]*") || !location.matches("[a-z0-9-]+")) {
        throw new IllegalArgumentException(
            "'project' and 'location' are both needed: letters, digits and '-'");
      }
    }
  }

  /** The base of Vertex AI; {@code given}: whether the configuration names a host. */
  public static URI vertex(URI base, boolean given, Project project) {
    String host =
        project.location().equals("global")
            ? "https://aiplatform.googleapis.com"
            : "https://" + project.location() + "-aiplatform.googleapis.com";
    String version = project.version().isEmpty() ? VERTEX_VERSION : project.version();
    String path =
        "/projects/" + project.name() + "/locations/" + project.location() + "/publishers/google";
    return URI.create((given ? base.toString() : host) + "/" + version + path);
  }
}
