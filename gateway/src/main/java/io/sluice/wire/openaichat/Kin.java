package io.sluice.wire.openaichat;

import io.sluice.json.JsonWriter;
import io.sluice.model.Extra;
import io.sluice.model.Prompt;
import java.util.Set;

/** Members that Responses has too, under the same name or one of its own. */
final class Kin {
  private static final String RESPONSES = "openai-responses";
  private static final Set<String> SAME =
      Set.of(
          "metadata",
          "user",
          "safety_identifier",
          "service_tier",
          "prompt_cache_key",
          "prompt_cache_retention");

  private Kin() {}

  /** Writes a further member of a Responses request, if this format can say it. */
  static boolean said(JsonWriter out, Prompt prompt, Extra extra) {
    if (!prompt.traits().call().format().equals(RESPONSES)) {
      return false;
    }
    if (SAME.contains(extra.name())) {
      out.field(extra.name(), extra.json());
      return true;
    }
    if (extra.name().equals("text.verbosity")) {
      out.field("verbosity", extra.json());
      return true;
    }
    return false;
  }
}
