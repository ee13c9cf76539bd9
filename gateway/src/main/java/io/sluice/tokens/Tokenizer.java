package io.sluice.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The byte-pair encodings of OpenAI's models. Each is loaded when it is first used, once: some tens
 * of megabytes of memory.
 *
 * <p>Source: OpenAI's table of models and encodings.
 */
final class Tokenizer {
  private static final Tokenizer O200K_BASE = new Tokenizer(EncodingType.O200K_BASE);
  private static final Tokenizer CL100K_BASE = new Tokenizer(EncodingType.CL100K_BASE);

  private record Prefix(String text, Tokenizer tokenizer) {}

  /** The first that fits holds. */
  private static final List<Prefix> MODELS =
      List.of(
          new Prefix("gpt-5", O200K_BASE),
          new Prefix("gpt-4o", O200K_BASE),
          new Prefix("gpt-4.", O200K_BASE),
          new Prefix("chatgpt-4o", O200K_BASE),
          new Prefix("gpt-oss", O200K_BASE),
          new Prefix("o1", O200K_BASE),
          new Prefix("o3", O200K_BASE),
          new Prefix("o4", O200K_BASE),
          new Prefix("gpt-4", CL100K_BASE),
          new Prefix("gpt-3.5", CL100K_BASE),
          new Prefix("text-embedding-3", CL100K_BASE),
          new Prefix("text-embedding-ada-002", CL100K_BASE));

  private final Supplier<Encoding> encoding;

  private Tokenizer(EncodingType type) {
    this.encoding = new Once(type);
  }

  /** The tokenizer of a model of OpenAI's, by its id there. */
  static Optional<Tokenizer> of(String id) {
    String name = id.startsWith("openai/") ? id.substring("openai/".length()) : id;
    return MODELS.stream()
        .filter(one -> name.startsWith(one.text()))
        .map(Prefix::tokenizer)
        .findFirst();
  }

  /** Tokens of plain text: what looks like a control token is text. */
  long count(String text) {
    return encoding.get().countTokensOrdinary(text);
  }

  /** Loads an encoding at first use. */
  private static final class Once implements Supplier<Encoding> {
    private final EncodingType type;
    private @Nullable Encoding loaded;

    Once(EncodingType type) {
      this.type = type;
    }

    @Override
    public synchronized Encoding get() {
      if (loaded == null) {
        loaded = Encodings.newLazyEncodingRegistry().getEncoding(type);
      }
      return loaded;
    }
  }
}
