package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Message;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.route.Preference.Warm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which deployment served each conversation last, so that it can go on where its prompt is in a
 * cache. A conversation is known by a hash of how it begins; what was said is not kept.
 * Thread-safe, bounded, forgotten after the time that providers keep such a cache.
 */
public final class Conversations {
  /** How long a provider's cache is taken to hold a prompt that nobody reads. */
  static final Duration HOLDS = Duration.ofMinutes(5);

  private static final int MOST = 100_000;
  private static final long BYTES_PER_TOKEN = 4;
  private static final int STRIPES = 16;

  private final Clock clock;
  private final List<Map<Long, Turn>> stripes;

  private record Turn(ModelRef model, long textBytes, long at) {}

  /** None yet. */
  public Conversations(Clock clock) {
    this.clock = clock;
    var all = new ArrayList<Map<Long, Turn>>();
    for (int i = 0; i < STRIPES; i++) {
      all.add(new Recent());
    }
    this.stripes = List.copyOf(all);
  }

  /** The least recently used goes first. */
  private static final class Recent extends LinkedHashMap<Long, Turn> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Turn> eldest) {
      return size() > MOST / STRIPES;
    }
  }

  /**
   * The conversation that {@code request} belongs to, for one principal; 0: it is none, because
   * nothing was said before.
   */
  public static long of(Request request, String tenant, String principal) {
    if (!(request instanceof Prompt prompt)) {
      return 0;
    }
    long hash = mixed(mixed(1, tenant), principal);
    for (Message message : prompt.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.Text(Segment segment, _)) {
          hash = mixed(hash, segment.text());
        }
      }
      if (message.role() == Message.Role.USER) {
        break; // what follows grows with every turn
      }
    }
    return hash == 0 ? 1 : hash;
  }

  /** FNV-1a over at most 4,096 characters, and the length. */
  private static long mixed(long hash, String text) {
    long mixed = hash ^ 0xcbf29ce484222325L;
    int end = Math.min(text.length(), 4_096);
    for (int i = 0; i < end; i++) {
      mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
    }
    return (mixed ^ text.length()) * 0x100000001b3L;
  }

  /** Who served it last, and about how much of the next prompt is in that one's cache. */
  public Optional<Warm> warm(long conversation) {
    Turn turn;
    Map<Long, Turn> stripe = stripe(conversation);
    synchronized (stripe) {
      turn = stripe.get(conversation);
    }
    return turn == null || clock.nanos() - turn.at() > HOLDS.toNanos()
        ? Optional.empty()
        : Optional.of(new Warm(turn.model(), (double) turn.textBytes() / BYTES_PER_TOKEN));
  }

  /** It was served by {@code model}, with a prompt of so many bytes. */
  public void served(long conversation, ModelRef model, long textBytes) {
    if (conversation == 0) {
      return;
    }
    Map<Long, Turn> stripe = stripe(conversation);
    synchronized (stripe) {
      stripe.put(conversation, new Turn(model, textBytes, clock.nanos()));
    }
  }

  private Map<Long, Turn> stripe(long conversation) {
    return stripes.get((int) Math.floorMod(conversation, (long) STRIPES));
  }
}
