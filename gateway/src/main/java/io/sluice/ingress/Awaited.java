package io.sluice.ingress;

import io.sluice.model.Bytes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body that is waited for once, though a signature may have to see it before it is taken. On one
 * thread. Once taken it is no longer held here.
 */
final class Awaited {
  private final Supplier<Bytes> source;
  private @Nullable Bytes seen;

  Awaited(Supplier<Bytes> source) {
    this.source = source;
  }

  /** The body, which stays to be taken. */
  Bytes see() {
    if (seen == null) {
      seen = source.get();
    }
    return seen;
  }

  /** The body, for good. */
  Bytes take() {
    Bytes body = see();
    seen = null;
    return body;
  }
}
