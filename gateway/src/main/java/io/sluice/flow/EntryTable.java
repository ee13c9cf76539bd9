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
 * 2 bits level, 1 bit young. Nobody takes a lock: a value that changes under a reader is not taken,
 * and what is being written is marked.
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
  private static final long UNREAD = 0x5EED_0F_0F_5EED_0F0FL;

  /** Tries to find room while others do. */
  private static final int MOST_TRIES = 16;

  /** Sources that say the same of one hash: the latest so many are kept. */
  private static final int MOST_ALIKE = 4;

  private static final long YOUNG = 1;
  private static final long HIGH = Ranks.of(Level.CONFIDENTIAL);
  private static final int LEVEL_SHIFT = 1;
  private static final int EXPIRY_SHIFT = 8;
  private static final long EXPIRY = 0xFFFFFFL;

  /** So long an entry may be in the writing; a process that ended meanwhile leaves it behind. */
  private static final int WRITING_MINUTES = 60;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment memory;
  private final SourceRing sources;
  private final long places;
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
  }

  /** How many entries there is room for. */
  long capacity() {
    return places * PLACE;
  }

  /** Entries that had to make room before their time. */
  long evicted() {
    return evicted.get();
  }

  /**
   * Reads ahead what the next looks or puts will read: memory answers many such questions at once,
   * one after another it takes the time of each.
   *
   * @param puts whether they will be put, and not only looked for
   */
  void ahead(long[] hashes, int from, int to, boolean puts) {
    long read = 0;
    for (int i = from; i < to; i++) {
      read += tags(first(hashes[i])) ^ tags(second(hashes[i]));
    }
    for (int i = from; i < to; i++) {
      read ^= likely(first(hashes[i]), hashes[i], puts);
      read ^= likely(second(hashes[i]), hashes[i], puts);
    }
    if (read == UNREAD) {
      Thread.onSpinWait(); // never, but the compiler does not know: so all of it is read
    }
  }

  private long tags(long place) {
    return memory.get(ValueLayout.JAVA_LONG, place * TAGS_BYTES);
  }

  /** The entry of a place that may be of a hash, or is free for it. */
  private long likely(long place, long hash, boolean puts) {
    long tags = tags(place);
    long some = zeros(tags ^ tag(hash) * EACH_BYTE);
    some = some == 0 && puts ? zeros(tags) : some;
    return some == 0
        ? 0
        : memory.get(
            ValueLayout.JAVA_LONG, entry(place, Long.numberOfTrailingZeros(some) / Byte.SIZE));
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
    return zeros((long) LONG.getAcquire(memory, place * TAGS_BYTES) ^ tag(hash) * EACH_BYTE);
  }

  /** Shows the source of one entry if it is of {@code hash} and in its time. */
  private boolean shown(long at, long hash, int minute, Found found) {
    if ((long) LONG.getOpaque(memory, at) != hash) {
      return false;
    }
    long value = (long) LONG.getAcquire(memory, at + 8);
    boolean same = (long) LONG.getAcquire(memory, at) == hash;
    if (value == 0
        || busy(value)
        || !same
        || expiry(value) < minute
        || !sources.has(number(value))) {
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

  /**
   * Adds one, or lets one of the same source live longer. Nobody is ever waited for: an event loop
   * must not stand still because a thread that floods the table holds something and is not running.
   *
   * @return true if it is a further one, which whoever adds it counts as the source's
   */
  boolean put(long hash, Entry entry, int minute) {
    long value =
        (long) entry.source() << 32
            | (entry.expiry() & EXPIRY) << EXPIRY_SHIFT
            | (long) entry.level() << LEVEL_SHIFT
            | YOUNG;
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      long at = room(hash, entry.source(), minute);
      if (at >= 0) {
        long before = (long) LONG.getAcquire(memory, at + 8);
        boolean same = !busy(before) && (long) LONG.getAcquire(memory, at) == hash;
        if (same && number(before) == entry.source()) {
          if (longer(at, before, value)) {
            return false;
          }
        } else if (free(before, minute)
            && LONG.compareAndSet(memory, at + 8, before, writing(minute))) {
          LONG.setRelease(memory, at, hash);
          LONG.setRelease(memory, at + 8, value);
          tag(at, tag(hash));
          leave(before, same ? Integer.MAX_VALUE : minute);
          return true;
        }
      }
    }
    evicted.incrementAndGet(); // so many others add here right now that it has no room
    return false;
  }

  /** True if an entry lives as long as {@code value} says now; false: another thread changed it. */
  private boolean longer(long at, long before, long value) {
    return expiry(before) >= expiry(value) || LONG.compareAndSet(memory, at + 8, before, value);
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
    long there = marked(hash, source, minute);
    return there >= 0 ? there : made(hash, minute);
  }

  /**
   * Where it is, what it takes the place of because it says the same, or a place that nothing was
   * ever in; -1: none of these. The words of eight bits of each entry say nearly all of it.
   */
  private long marked(long hash, int source, int minute) {
    long free = -1;
    long soonest = -1;
    int count = 0;
    for (int turn = 0; turn < 2; turn++) {
      long place = turn == 0 ? first(hash) : second(hash);
      long tags = tags(place);
      for (long like = zeros(tags ^ tag(hash) * EACH_BYTE); like != 0; like &= like - 1) {
        long at = entry(place, Long.numberOfTrailingZeros(like) / Byte.SIZE);
        if (memory.get(ValueLayout.JAVA_LONG, at) != hash) {
          continue;
        }
        long value = value(at);
        if (value != 0 && !busy(value) && number(value) == source) {
          return at;
        }
        if (!busy(value) && expiry(value) >= minute && sources.alike(number(value), source)) {
          count++;
          soonest = soonest < 0 || expiry(value) < expiry(value(soonest)) ? at : soonest;
        }
      }
      long empty = free < 0 ? zeros(tags) : 0;
      if (empty != 0) { // a byte above one that is 0 may only seem to be: the lowest is
        long at = entry(place, Long.numberOfTrailingZeros(empty) / Byte.SIZE);
        free = (long) LONG.getAcquire(memory, at + 8) == 0 ? at : free;
      }
    }
    return count < MOST_ALIKE ? free : soonest;
  }

  private long value(long at) {
    return (long) LONG.getAcquire(memory, at + 8);
  }

  /** The top bit of each byte that is 0, and of some that only seem to be. */
  private static long zeros(long word) {
    return word - EACH_BYTE & ~word & EACH_TOP;
  }

  private long made(long hash, int minute) {
    long free = -1;
    long last = -1;
    long rank = Long.MAX_VALUE;
    for (int turn = 0; turn < 2; turn++) {
      long at = entry(turn == 0 ? first(hash) : second(hash), 0);
      for (int i = 0; i < PLACE; i++, at += ENTRY_BYTES) {
        long value = (long) LONG.getAcquire(memory, at + 8);
        boolean over = value == 0 || expiry(value) < minute;
        if (!over && busy(value)) {
          continue;
        }
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
    return free >= 0 || last < 0 ? free : cleared(hash, last);
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
        long value = (long) LONG.getAcquire(memory, at + 8);
        if (!busy(value) && !sources.has(number(value))) {
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
      long value = (long) LONG.getAcquire(memory, at + 8);
      boolean aged = busy(value) || LONG.compareAndSet(memory, at + 8, value, value & ~YOUNG);
      assert aged || value != 0; // whoever changed it meanwhile has asked for it
    }
  }

  /** Wipes what belongs to these sources, so that nothing of it is left on the disk. */
  void wipe(Set<Integer> gone, int minute) {
    long end = entry(places, 0);
    for (long at = entry(0, 0); at < end; at += ENTRY_BYTES) {
      long value = (long) LONG.getOpaque(memory, at + 8);
      if (value != 0
          && gone.contains(number(value))
          && LONG.compareAndSet(memory, at + 8, value, writing(minute))) {
        LONG.setRelease(memory, at, 0L);
        tag(at, 0);
        LONG.setRelease(memory, at + 8, 0L);
      }
    }
  }

  /** What stands where an entry is being written: it is of no source. */
  private static long writing(int minute) {
    return Math.min(EXPIRY, (long) minute + WRITING_MINUTES) << EXPIRY_SHIFT;
  }

  /** False while another thread writes there. */
  private static boolean free(long value, int minute) {
    return !busy(value) || expiry(value) < minute;
  }

  private static boolean busy(long value) {
    return value != 0 && number(value) == 0;
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
