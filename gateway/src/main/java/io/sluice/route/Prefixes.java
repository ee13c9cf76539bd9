package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which deployment of a self-hosted pool last read a prompt that begins the same way: its cache
 * probably holds that beginning. What is remembered are hashes of growing beginnings, block by
 * block, per tenant; no text. Thread-safe, bounded, forgotten after ten minutes.
 */
public final class Prefixes {
  private static final Duration HOLDS = Duration.ofMinutes(10);
  private static final int BLOCK_CHARS = 1_024;
  private static final int MOST_BLOCKS = 64;
  private static final int MOST = 200_000;

  private final Clock clock;
  private final Map<Long, Place> places = new Recent();

  private record Place(ModelRef model, long at) {}

  /** The least recently used goes first. */
  private static final class Recent extends LinkedHashMap<Long, Place> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(1_024, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
      return size() > MOST;
    }
  }

  /**
   * Who holds the beginning of a prompt.
   *
   * @param share of the prompt that begins the same way, in (0, 1]
   */
  public record Held(ModelRef model, double share) {}

  /** The hash of each beginning of one prompt, the shortest first. */
  public static final class Beginnings {
    /** Of no prompt, or of a short one. */
    public static final Beginnings NONE = new Beginnings(new long[0]);

    private final long[] hashes;

    private Beginnings(long[] hashes) {
      this.hashes = hashes;
    }
  }

  /** Nothing was read yet. */
  public Prefixes(Clock clock) {
    this.clock = clock;
  }

  /** How the text of {@code request} begins; each tenant's is its own. */
  public static Beginnings of(Request request, String tenant) {
    if (!(request instanceof Prompt prompt)) {
      return Beginnings.NONE;
    }
    var text = new StringBuilder();
    for (Message message : prompt.messages()) {
      text.append('\n').append(message.role().name());
      for (Part part : message.parts()) {
        if (part instanceof Part.Text(Segment segment, _)
            && text.length() < BLOCK_CHARS * MOST_BLOCKS) {
          text.append(segment.text());
        }
      }
    }
    int blocks = Math.min(MOST_BLOCKS, text.length() / BLOCK_CHARS);
    long[] hashes = new long[blocks];
    long hash = tenant.hashCode();
    for (int block = 0; block < blocks; block++) {
      for (int i = block * BLOCK_CHARS; i < (block + 1) * BLOCK_CHARS; i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        hash ^= hash >>> 29;
      }
      hashes[block] = hash;
    }
    return new Beginnings(hashes);
  }

  /** Who read the longest of these beginnings last; null: nobody lately. */
  public @Nullable Held held(Beginnings beginnings) {
    long[] hashes = beginnings.hashes;
    long now = clock.nanos();
    synchronized (places) {
      for (int i = hashes.length - 1; i >= 0; i--) {
        Place place = places.get(hashes[i]);
        if (place != null && now - place.at() < HOLDS.toNanos()) {
          return new Held(place.model(), (i + 1.0) / hashes.length);
        }
      }
    }
    return null;
  }

  /** {@code model} read a prompt with these beginnings. */
  public void read(Beginnings beginnings, ModelRef model) {
    var place = new Place(model, clock.nanos());
    synchronized (places) {
      Arrays.stream(beginnings.hashes).forEach(hash -> places.put(hash, place));
    }
  }
}
