package io.sluice.sim;

/**
 * The paths at which Azure serves OpenAI's formats.
 *
 * <p>Source: Azure OpenAI REST API reference, data plane inference; its v1 API.
 */
final class AzurePaths {
  private static final String DEPLOYMENTS = "/openai/deployments/";
  private static final String V1 = "/openai/v1/";
  private static final String RESPONSES = "/openai/responses";
  private static final String VERSION = "api-version=";

  private AzurePaths() {}

  /** The same path at OpenAI itself; a deployment is only there with a version in the query. */
  static String plain(Call call) throws ApiError {
    String path = call.path();
    if (path.startsWith(V1)) {
      return path.substring("/openai".length());
    }
    if (path.startsWith(RESPONSES) && call.target().contains(VERSION)) {
      return "/v1" + path.substring("/openai".length());
    }
    if (!path.startsWith(DEPLOYMENTS)) {
      return path;
    }
    int end = path.indexOf('/', DEPLOYMENTS.length());
    if (end < 0 || !call.target().contains(VERSION)) {
      throw ApiError.about("", "404", 404, "Resource not found");
    }
    return "/v1" + path.substring(end);
  }
}
