package io.sluice.pipeline;

import io.sluice.model.Event;
import io.sluice.model.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** placeholder */
public final class Gate {
  /** x */
  public List<Event> pass(List<Event> e) {
    return e;
  }

  /** x */
  public @Nullable Fault blocked() {
    return null;
  }
}
