package io.sluice.wire.openaiembeddings;

import java.util.List;
import java.util.Set;

/**
 * Names of the embeddings format. In its own format it loses nothing: what a caller asks beyond it
 * passes. Of another format's request it says texts and dimensions.
 *
 * <p>Source: OpenAI API reference, Embeddings.
 */
final class Format {
  static final String NAME = "openai-embeddings";
  static final String FAMILY = "openai";
  static final String PATH = "/embeddings";
  static final Set<String> KNOWN = Set.of("model", "input", "dimensions", "encoding_format");

  /** Members that tell the provider who asks. */
  static final List<String> TERMS = List.of("user");

  private Format() {}
}
