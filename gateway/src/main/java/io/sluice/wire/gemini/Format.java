package io.sluice.wire.gemini;

import io.sluice.json.Json;
import java.util.List;
import java.util.Set;

/**
 * Names of the Gemini format and what it cannot say.
 *
 * <p>Source: Gemini API reference (v1beta) and Vertex AI reference: generateContent,
 * streamGenerateContent, embedContent, batchEmbedContents, countTokens. It is the JSON form of
 * protocol buffers: every name is also taken in its snake_case spelling, and one value where a list
 * is meant.
 */
final class Format {
  static final String NAME = "gemini";
  static final String EMBED_NAME = "gemini-embed";
  static final String COUNT_NAME = "gemini-count-tokens";
  static final String FAMILY = "gemini";

  /** The kind under which a part's signature is kept. */
  static final String SIGNATURE = "thoughtSignature";

  /** Top-level members that the hub has words for. */
  static final Set<String> KNOWN =
      Set.of("contents", "systemInstruction", "tools", "toolConfig", "generationConfig");

  /** Members of the generation configuration that the hub has words for. */
  static final Set<String> KNOWN_CONFIG =
      Set.of(
          "temperature",
          "topP",
          "topK",
          "maxOutputTokens",
          "stopSequences",
          "seed",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema");

  /** Members that change retention, region or who acts, when they say more than the default. */
  static final List<String> TERMS =
      List.of("cachedContent", "labels", "serviceTier", "store", "modelArmorConfig");

  /** What stands in the ids of models that are told how many tokens to think, not how hard. */
  static final List<String> BUDGETED = List.of("gemini-2.5");

  /** Members of a tool that the model calls through the caller; any other one Google runs. */
  static final String DECLARATIONS = "functionDeclarations";

  /** Losses of one request or answer that are listed. */
  static final int MOST_LOSSES = 32;

  /** Answers of one request that are told apart; any beyond are read as the last. */
  static final int MOST_CANDIDATES = 128;

  /** What one tool result is called where it is a single text. */
  static final List<String> RESULT_NAMES = List.of("output", "result", "return_value", "content");

  private Format() {}

  /** The member {@code name}, spelled either way. */
  static Json at(Json object, String name) {
    Json plain = object.at(name);
    return plain.missing() ? object.at(snake(name)) : plain;
  }

  /** The items of a list, or the one value that stands in its place. */
  static List<Json> items(Json list) {
    return list.isObject() ? List.of(list) : list.items();
  }

  /** {@code camelCase} as {@code snake_case}. */
  static String snake(String name) {
    var out = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        out.append('_').append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** {@code snake_case} as {@code camelCase}. */
  static String camel(String name) {
    if (name.indexOf('_') <= 0) {
      return name;
    }
    var out = new StringBuilder(name.length());
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        out.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return out.toString();
  }
}
