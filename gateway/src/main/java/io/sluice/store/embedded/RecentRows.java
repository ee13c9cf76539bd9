package io.sluice.store.embedded;

import io.sluice.model.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of texts and of strands that were written or asked for lately: a conversation sends all
 * of itself each turn, and only what is new in it has to be looked up. Used on the database's
 * thread, but for {@link #doubt}.
 */
final class RecentRows {
  private static final int MOST = 8_192;

  private final Map<Bytes, Long> texts = new LinkedHashMap<>(256, 0.75f, true);
  private final Map<Link, Long> strands = new LinkedHashMap<>(256, 0.75f, true);
  private volatile boolean doubtful;

  /**
   * What a strand is told by.
   *
   * @param parent the strand that it goes on from; 0: it begins
   * @param manner the two letters of a way and a how
   */
  record Link(long parent, long segment, String manner, long model) {}

  /** A transaction begins: what an earlier one made counts only if nothing went wrong since. */
  void begin() {
    if (doubtful) {
      doubtful = false;
      forget();
    }
  }

  /** The row of a text; null: not known here. */
  @Nullable Long of(Bytes exact) {
    return texts.get(exact);
  }

  /** The row of a strand; null: not known here. */
  @Nullable Long of(Link link) {
    return strands.get(link);
  }

  void put(Bytes exact, long id) {
    put(texts, exact, id);
  }

  void put(Link link, long id) {
    put(strands, link, id);
  }

  private static <K> void put(Map<K, Long> into, K key, long id) {
    into.put(key, id);
    if (into.size() > MOST) {
      into.remove(into.keySet().iterator().next());
    }
  }

  /** Rows are gone. */
  void forget() {
    texts.clear();
    strands.clear();
  }

  /** A transaction may not have been done; from any thread. */
  void doubt() {
    doubtful = true;
  }
}
