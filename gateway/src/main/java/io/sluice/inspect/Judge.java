package io.sluice.inspect;

import io.sluice.model.Span;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges a text as a whole rather than by what stands at one place in it. The seam for models: the
 * linear one is shipped, one of sentence embeddings can stand beside it. Thread-safe.
 */
interface Judge {
  /** The type of its findings. */
  String type();

  /**
   * The pieces of {@code text} that it finds; it may only make a label worse.
   *
   * @param late asked between pieces: once true, there is no time left
   * @return null: there was no time for all of it
   */
  @Nullable List<Span> judge(String text, BooleanSupplier late);
}
