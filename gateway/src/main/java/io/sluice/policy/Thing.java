package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a question is about. */
sealed interface Thing {
  /**
   * A model.
   *
   * @param from the one that failed or is copied; null unless another is to stand beside it
   * @param along who reads along what is asked of it, besides whoever asks
   */
  record Model(Candidate candidate, @Nullable Candidate from, List<String> along) implements Thing {
    public Model {
      along = List.copyOf(along);
    }

    /** One that nobody reads along with. */
    Model(Candidate candidate, @Nullable Candidate from) {
      this(candidate, from, List.of());
    }
  }

  /** Those an answer goes to; the highest level that may be released to them. */
  record Audience(Level clearance) implements Thing {}

  /** A tool call. */
  record Call(ToolUse use) implements Thing {}

  /** Content that is to be kept: {@code redacted} or {@code full}. */
  record Stored(String storing) implements Thing {}

  /** A part of the record that an operator wants to see: {@code exchange}, {@code payload} ... */
  record Viewed(String kind) implements Thing {}

  /** Something an operator wants to do: {@code policy.activate}, {@code keys.create} ... */
  record Operation(String name) implements Thing {}
}
