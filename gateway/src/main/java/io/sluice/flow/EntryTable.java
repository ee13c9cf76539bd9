package io.sluice.flow;

import io.sluice.model.Level;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which hash belongs to which source: a table of fixed size, 17 bytes an entry. A hash has two
 * places of eight entries each, so that finding, adding and making room take the same few steps
 * however full it is and whatever anybody sends. When both places are full, entries of sources that
 * are gone make room, then those below confidential; among these the two-generation clock decides:
 * entries that were asked for since it last came by are young; of the old ones the least
 * confidential goes first, and where none is old, all become so.
 *
 * <p>An entry is the hash, then 32 bits number of the source, 24 bits minute at which it runs out,
 * 2 bits level, 1 bit young. Readers take no lock: a value that changes under them is not taken.
 *
 * <p>Before the entries stand eight bits of each one's hash, the eight of a place in one word:
 * nearly every hash that is asked for is unknown, and two words say so without a look at any entry.
 */
final class EntryTable {
  static final int ENTRY_BYTES = 16;

  private static final int PLACE = 8;
  private static final int PLACE_BYTES = ENTRY_BYTES * PLACE;
  private static final int TAGS_BYTES = Long.BYTES; // of one place, a byte an entry
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long EACH_TOP = 0x8080808080808080L;
  private static final int STRIPES = 256;

  /** Sources that say the same of one hash: the latest so many are kept. */
  private static final int MOST_ALIKE = 4;

  private static final long YOUNG = 1;
  private static final long HIGH = Ranks.of(Level.CONFIDENTIAL);
  private static final int LEVEL_SHIFT = 1;
  private static final int EXPIRY_SHIFT = 8;
  private static final long EXPIRY = 0xFFFFFFL;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment memory;
  private final SourceRing sources;
  private final long places;
  private final Object[] locks = new Object[STRIPES];
  private final AtomicLong evicted = new AtomicLong();

  /** Sees the sources of a hash. */
  @FunctionalInterface
  interface Found {
    /** One of them. */
    void source(int number);
  }

  /** Over memory that holds what an earlier table left, or zeros. */
  EntryTable(MemorySegment memory, SourceRing sources) {
    this.memory = memory;
    this.sources = sources;
    places = memory.byteSize() / (PLACE_BYTES + TAGS_BYTES);
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new Object();
    }
  }

  /** How many entries there is room for. */
  long capacity() {
    return places * PLACE;
  }

  /** Entries that had to make room before their time. */
  long evicted() {
    return evicted.get();
  }

  /** Shows every source of {@code hash}; false if there is none. */
  boolean find(long hash, int minute, Found found) {
    boolean any = look(first(hash), hash, minute, found);
    return look(second(hash), hash, minute, found) || any;
  }

  /** True if the hash is nowhere, not even in entries that have run out. */
  boolean lacks(long hash) {
    return lacks(first(hash), hash) && lacks(second(hash), hash);
  }

  private boolean lacks(long place, long hash) {
    for (long like = like(place, hash); like != 0; like &= like - 1) {
      long at = entry(place, Long.numberOfTrailingZeros(like) / Byte.SIZE);
      if ((long) LONG.getOpaque(memory, at) == hash) {
        return false;
      }
    }
    return true;
  }

  private boolean look(long place, long hash, int minute, Found found) {
    boolean any = false;
    for (long like = like(place, hash); like != 0; like &= like - 1) {
      long at = entry(place, Long.numberOfTrailingZeros(like) / Byte.SIZE);
      any |= shown(at, hash, minute, found);
    }
    return any;
  }

  /** The entries of a place that may be of {@code hash}: the top bit of each one's byte. */
  private long like(long place, long hash) {
    long differing = (long) LONG.getAcquire(memory, place * TAGS_BYTES) ^ tag(hash) * EACH_BYTE;
    return differing - EACH_BYTE & ~differing & EACH_TOP; // at least where a byte is 0
  }

  /** Shows the source of one entry if it is of {@code hash} and in its time. */
  private boolean shown(long at, long hash, int minute, Found found) {
    if ((long) LONG.getOpaque(memory, at) != hash) {
      return false;
    }
    long value = (long) LONG.getAcquire(memory, at + 8);
    boolean same = (long) LONG.getAcquire(memory, at) == hash;
    if (value == 0 || !same || expiry(value) < minute || !sources.has(number(value))) {
      return false;
    }
    if ((value & YOUNG) == 0) {
      boolean marked = LONG.compareAndSet(memory, at + 8, value, value | YOUNG);
      assert marked || (long) LONG.getAcquire(memory, at + 8) != value;
    }
    found.source(number(value));
    return true;
  }

  /** Marks an entry as one of {@code hash}, after it is written; 0: of none. */
  private void tag(long at, long tag) {
    long number = (at - places * TAGS_BYTES) / ENTRY_BYTES;
    long word = number / PLACE * TAGS_BYTES;
    int shift = (int) (number % PLACE) * Byte.SIZE;
    long before;
    long after;
    do {
      before = (long) LONG.getAcquire(memory, word);
      after = before & ~(0xFFL << shift) | tag << shift;
    } while (!LONG.compareAndSet(memory, word, before, after));
  }

  private static long tag(long hash) {
    return Math.max(1, hash & 0xFF);
  }

  private long entry(long place, int index) {
    return places * TAGS_BYTES + place * PLACE_BYTES + (long) index * ENTRY_BYTES;
  }

  /** What is added: whose it is, until which minute, and how confidential. */
  record Entry(int source, int expiry, int level) {}

  /** Adds one, or lets one of the same source live longer. */
  void put(long hash, Entry entry, int minute) {
    int one = (int) (first(hash) % STRIPES);
    int other = (int) (second(hash) % STRIPES);
    synchronized (locks[Math.min(one, other)]) {
      synchronized (locks[Math.max(one, other)]) {
        set(hash, entry, minute);
      }
    }
  }

  private void set(long hash, Entry entry, int minute) {
    long at = room(hash, entry.source(), minute);
    long value =
        (long) entry.source() << 32
            | (entry.expiry() & EXPIRY) << EXPIRY_SHIFT
            | (long) entry.level() << LEVEL_SHIFT
            | YOUNG;
    long before = memory.get(ValueLayout.JAVA_LONG, at + 8);
    if (memory.get(ValueLayout.JAVA_LONG, at) == hash && number(before) == entry.source()) {
      if (expiry(before) < entry.expiry()) {
        LONG.setRelease(memory, at + 8, value);
      }
      return;
    }
    boolean other = memory.get(ValueLayout.JAVA_LONG, at) != hash;
    LONG.setRelease(memory, at + 8, 0L);
    VarHandle.fullFence();
    LONG.setRelease(memory, at, hash);
    LONG.setRelease(memory, at + 8, value);
    tag(at, tag(hash));
    sources.count(entry.source(), 1);
    leave(before, other ? minute : Integer.MAX_VALUE);
  }

  /** An entry is gone: in its time, or because it had to make room (that is counted). */
  private void leave(long value, int minute) {
    if (value != 0 && sources.has(number(value))) {
      sources.count(number(value), -1);
      if (expiry(value) >= minute) {
        evicted.incrementAndGet();
      }
    }
  }

  /**
   * Where the entry of that hash and source is, or is to be. What says the same as many others do
   * takes the place of the one of them that runs out first: a text that comes again and again shall
   * not push other texts out.
   */
  private long room(long hash, int source, int minute) {
    long alike = alike(hash, source, minute);
    if (alike >= 0) {
      return alike;
    }
    long free = -1;
    long last = -1;
    long rank = Long.MAX_VALUE;
    for (int turn = 0; turn < 2; turn++) {
      long at = entry(turn == 0 ? first(hash) : second(hash), 0);
      for (int i = 0; i < PLACE; i++, at += ENTRY_BYTES) {
        long value = memory.get(ValueLayout.JAVA_LONG, at + 8);
        boolean over = value == 0 || expiry(value) < minute;
        if (over && free < 0) {
          free = at;
        }
        long order = rank(value);
        if (!over && order < rank) {
          rank = order;
          last = at;
        }
      }
    }
    return free >= 0 ? free : cleared(hash, last);
  }

  /** That source's entry of a hash, else where its entry is to be, else -1: there are few alike. */
  private long alike(long hash, int source, int minute) {
    int count = 0;
    long first = -1;
    for (int turn = 0; turn < 2; turn++) {
      long place = turn == 0 ? first(hash) : second(hash);
      for (long like = like(place, hash); like != 0; like &= like - 1) {
        long at = entry(place, Long.numberOfTrailingZeros(like) / Byte.SIZE);
        long value = memory.get(ValueLayout.JAVA_LONG, at + 8);
        if (value == 0 || memory.get(ValueLayout.JAVA_LONG, at) != hash) {
          continue;
        }
        if (number(value) == source) {
          return at;
        }
        if (expiry(value) >= minute && sources.alike(number(value), source)) {
          count++;
          boolean sooner =
              first < 0 || expiry(value) < expiry(memory.get(ValueLayout.JAVA_LONG, first + 8));
          first = sooner ? at : first;
        }
      }
    }
    return count < MOST_ALIKE ? -1 : first;
  }

  /** What is not confidential goes before what is; of either, first what nobody asked for. */
  private static long rank(long value) {
    long high = level(value) >= HIGH ? 1 : 0;
    return high << 41 | (value & YOUNG) << 40 | level(value) << 32 | expiry(value);
  }

  /** Makes room in two full places: where nothing is any more, else {@code last}. */
  private long cleared(long hash, long last) {
    for (int turn = 0; turn < 2; turn++) {
      long at = entry(turn == 0 ? first(hash) : second(hash), 0);
      for (int i = 0; i < PLACE; i++, at += ENTRY_BYTES) {
        if (!sources.has(number(memory.get(ValueLayout.JAVA_LONG, at + 8)))) {
          return at;
        }
      }
    }
    if ((memory.get(ValueLayout.JAVA_LONG, last + 8) & YOUNG) != 0) {
      age(first(hash));
      age(second(hash));
    }
    return last;
  }

  private void age(long place) {
    long at = entry(place, 0);
    for (int i = 0; i < PLACE; i++, at += ENTRY_BYTES) {
      long value = memory.get(ValueLayout.JAVA_LONG, at + 8);
      LONG.setOpaque(memory, at + 8, value & ~YOUNG);
    }
  }

  /** Wipes what belongs to these sources, so that nothing of it is left on the disk. */
  void wipe(Set<Integer> gone) {
    long end = entry(places, 0);
    for (long at = entry(0, 0); at < end; at += ENTRY_BYTES) {
      long value = (long) LONG.getOpaque(memory, at + 8);
      if (value != 0 && gone.contains(number(value))) {
        LONG.setRelease(memory, at + 8, 0L);
        LONG.setRelease(memory, at, 0L);
        tag(at, 0);
      }
    }
  }

  private static int number(long value) {
    return (int) (value >>> 32);
  }

  private static long expiry(long value) {
    return value >>> EXPIRY_SHIFT & EXPIRY;
  }

  private static long level(long value) {
    return value >>> LEVEL_SHIFT & 3;
  }

  private long first(long hash) {
    return Math.unsignedMultiplyHigh(hash, places);
  }

  private long second(long hash) {
    return Math.unsignedMultiplyHigh(Long.rotateLeft(hash, 32) * 0x9E3779B97F4A7C15L, places);
  }
}
