package io.sluice.provider;

import io.sluice.pipeline.Endpoints.Endpoint;
import io.sluice.pipeline.Endpoints.Paths;
import io.sluice.pipeline.Endpoints.Scheme;
import io.sluice.registry.ProviderSetting;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where Azure OpenAI is: with an {@code api_version} at paths that name the deployment, without one
 * under {@code /openai/v1}.
 */
final class Azure {
  private Azure() {}

  /** The endpoint for one deployment. */
  static Endpoint endpoint(ProviderSetting provider, String deployment) {
    var declared = provider.endpoint();
    String base = declared.baseUrl().toString();
    String version = declared.dialect().apiVersion();
    boolean rooted = base.endsWith("/openai") || base.endsWith("/openai/v1");
    String root = rooted ? base : base + "/openai";
    var paths = Paths.PLAIN;
    if (!version.isEmpty()) {
      String name = URLEncoder.encode(deployment, StandardCharsets.UTF_8).replace("+", "%20");
      String value = URLEncoder.encode(version, StandardCharsets.UTF_8);
      paths = new Paths(name, "api-version=" + value);
    } else if (!root.endsWith("/v1")) {
      root = root + "/v1";
    }
    boolean bearer = declared.dialect().bearer();
    return new Endpoint(
        URI.create(root),
        paths,
        bearer
            ? new Scheme.InHeader("Authorization", "Bearer ")
            : new Scheme.InHeader("api-key", ""),
        provider.forward());
  }
}
