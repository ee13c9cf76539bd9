package io.sluice.store.embedded;

import io.sluice.model.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of texts that were seen lately, by their prints: a conversation sends all of itself each
 * turn, and only what is new in it has to be looked up. Used on the database's thread, but for
 * {@link #doubt}.
 */
final class RecentRows {
  private static final int MOST = 4_096;

  private final Map<Bytes, Long> ids = new LinkedHashMap<>(256, 0.75f, true);
  private volatile boolean doubtful;

  /** A transaction begins: what an earlier one made counts only if nothing went wrong since. */
  void begin() {
    if (doubtful) {
      doubtful = false;
      ids.clear();
    }
  }

  /** The row of a text; null: not known here. */
  @Nullable Long of(Bytes exact) {
    return ids.get(exact);
  }

  void put(Bytes exact, long id) {
    ids.put(exact, id);
    if (ids.size() > MOST) {
      ids.remove(ids.keySet().iterator().next());
    }
  }

  /** Rows are gone. */
  void forget() {
    ids.clear();
  }

  /** A transaction may not have been done; from any thread. */
  void doubt() {
    doubtful = true;
  }
}
