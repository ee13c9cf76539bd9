package io.sluice.pipeline;

import io.sluice.model.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What must be decided before an answer goes on. It may look things up and write the record, so it
 * is put on the story's thread and never on a loop.
 */
@FunctionalInterface
public interface Question {
  /** Why the answer may not go on; null if it may. An error while deciding is a no. */
  @Nullable Fault put();
}
