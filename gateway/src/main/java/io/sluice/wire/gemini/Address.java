package io.sluice.wire.gemini;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.wire.Fields;
import io.sluice.wire.Incoming;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What the path of a call names: {@code /v1beta/models/MODEL:METHOD}. A model's name may hold
 * slashes and colons, plain or percent-encoded: what follows the last colon is the method.
 *
 * @param model as the caller knows it
 * @param method such as {@code generateContent}
 */
record Address(String model, String method) {
  /** The method that asks for several vectors at once. */
  static final String BATCH = "batchEmbedContents";

  private static final String MODELS = "/models/";

  static Address of(Incoming incoming) {
    String path = incoming.path();
    int start = path.indexOf(MODELS);
    int colon = path.lastIndexOf(':');
    if (start < 0 || colon <= start + MODELS.length()) {
      throw Fault.of(Code.UNSUPPORTED_ENDPOINT, "the path names no model and method").stop();
    }
    String named = path.substring(start + MODELS.length(), colon).replace("+", "%2B");
    try {
      String model = URLDecoder.decode(named, StandardCharsets.UTF_8);
      return new Address(model, path.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      throw Fields.bad("the model in the path is not percent-encoded properly");
    }
  }

  /** True for the method whose answer is a stream. */
  boolean stream() {
    return method.equals("streamGenerateContent");
  }

  /** The path at a provider, with the version left to its base address. */
  static String at(String model, String method, String query) {
    String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return MODELS + name.replace("%2F", "/") + ":" + method + (query.isEmpty() ? "" : "?" + query);
  }

  /** True if a query asks for server-sent events; without it a stream is one JSON array. */
  static boolean events(String query) {
    for (String pair : query.split("&", -1)) {
      if (pair.equals("alt=sse") || pair.equals("$alt=sse") || pair.equals("%24alt=sse")) {
        return true;
      }
    }
    return false;
  }
}
