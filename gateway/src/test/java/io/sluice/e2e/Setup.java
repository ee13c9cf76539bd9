package io.sluice.e2e;

import java.net.URI;

/** Configurations that the tests start from. */
final class Setup {
  /** A provider that may see everything up to confidential, reviewed and in date. */
  private static final String TRUSTED =
      "{zone: external, clearance: confidential, reviewed: 2026-01-01, review_expires: 2099-01-01,"
          + " reviewer: r, trains_on_data: false, retention_days: 0, jurisdiction: US}";

  private Setup() {}

  /** Both planes on any free port; {@code more}: further members of {@code server}. */
  static String server(String more) {
    String rest = more.isEmpty() ? "" : ", " + more;
    return "server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0, drain: 1s" + rest + "}\n";
  }

  /** One provider {@code cloud} of OpenAI's format with the model {@code small}. */
  static String openAi(URI at, String credential) {
    return server("") + openAiOnly(at, credential);
  }

  /** The same without {@code server}. */
  static String openAiOnly(URI at, String credential) {
    String key = credential.isEmpty() ? "" : "    credential: {file: " + credential + "}\n";
    return "providers:\n  cloud:\n    api: openai\n    base_url: "
        + at
        + "/v1\n"
        + key
        + "    profile: "
        + TRUSTED
        + "\nmodels:\n"
        + "  small: {provider: cloud, id: sim-small, price: {input: 1, output: 2}}\n";
  }

  /** One provider without a credential. */
  static String provider(String name, String api, String base) {
    return "  %s: {api: %s, base_url: \"%s\", profile: %s}\n".formatted(name, api, base, TRUSTED);
  }
}
