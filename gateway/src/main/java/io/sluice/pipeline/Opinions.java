package io.sluice.pipeline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import io.sluice.wire.moderations.Moderations.Result;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What classifiers said of texts, by tenant, model and a hash of the text as it was sent: nothing
 * is asked twice that is still known. Holds no text. Thread-safe.
 */
final class Opinions {
  private static final long MOST_BYTES = 16 << 20;
  private static final int ENTRY_BYTES = 200;
  private static final int SPAN_BYTES = 24;
  private static final Duration KEPT = Duration.ofHours(24);

  private final Cache<Key, Result> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher(Opinions::weight)
          .expireAfterWrite(KEPT)
          .executor(Runnable::run)
          .build();

  /** Whose text was asked about, and who was asked: which model, and where. */
  record Key(String tenant, String model, Bytes hash) {
    static Key of(String tenant, String model, String text) {
      byte[] units = new byte[text.length() * 2]; // chars as they are: no two texts are one
      for (int i = 0; i < text.length(); i++) {
        units[2 * i] = (byte) (text.charAt(i) >>> 8);
        units[2 * i + 1] = (byte) text.charAt(i);
      }
      return new Key(tenant, model, Bytes.owning(Sha256.of(units)));
    }
  }

  private static int weight(Key key, Result result) {
    return ENTRY_BYTES + SPAN_BYTES * result.spans().size() + 64 * result.categories().size();
  }

  /** What was said of that text; null: it is not known. */
  @Nullable Result of(Key key) {
    return known.getIfPresent(key);
  }

  /** Learns what was said of a text. */
  void learn(Key key, Result result) {
    known.put(key, result);
  }
}
