package io.sluice.flow;

import io.sluice.model.Readers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for sets of readers, kept with the index so that a record names its readers in four
 * bytes. Where there is no room for another set, or its names are too long together, it stands for
 * nobody, which is stricter. Names are those that operators and vouched servers gave; they stand
 * here as they are. Thread-safe.
 */
final class ReaderSets {
  /** Bytes that one set takes: two of its length, and its names with commas between. */
  static final int SET_BYTES = 256;

  /** The numbers of everyone and of nobody. */
  static final int EVERYONE = 0;

  private static final int NOBODY = 1;
  private static final int FIRST = 2;
  private final MemorySegment memory;
  private final AtomicReferenceArray<@Nullable Readers> sets;
  private final ConcurrentHashMap<Readers, Integer> numbers = new ConcurrentHashMap<>();

  /** Over memory that holds what an earlier run left, or zeros. */
  ReaderSets(MemorySegment memory) {
    this.memory = memory;
    sets = new AtomicReferenceArray<>((int) (memory.byteSize() / SET_BYTES));
    for (int i = 0; i < sets.length(); i++) {
      int length = memory.get(ValueLayout.JAVA_SHORT, at(i));
      if (length > 0 && length <= SET_BYTES - Short.BYTES) {
        byte[] names = memory.asSlice(at(i) + Short.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        var text = new String(names, StandardCharsets.UTF_8);
        Readers readers = Readers.of(List.of(text.split(",", -1)));
        sets.set(i, readers);
        numbers.put(readers, i + FIRST);
      }
    }
  }

  private static long at(int index) {
    return (long) index * SET_BYTES;
  }

  /** The number of a set, for as long as the index is open and whenever a record has it. */
  int number(Readers readers) {
    if (readers.everyone()) {
      return EVERYONE;
    }
    Integer known = readers.names().isEmpty() ? Integer.valueOf(NOBODY) : numbers.get(readers);
    return known == null ? add(readers) : known;
  }

  private synchronized int add(Readers readers) {
    Integer known = numbers.get(readers);
    byte[] names = String.join(",", readers.names()).getBytes(StandardCharsets.UTF_8);
    if (known != null || names.length > SET_BYTES - Short.BYTES) {
      return known == null ? NOBODY : known;
    }
    for (int i = 0; i < sets.length(); i++) {
      if (sets.get(i) == null) {
        MemorySegment.copy(
            names, 0, memory, ValueLayout.JAVA_BYTE, at(i) + Short.BYTES, names.length);
        memory.set(ValueLayout.JAVA_SHORT, at(i), (short) names.length);
        sets.set(i, readers);
        numbers.put(readers, i + FIRST);
        return i + FIRST;
      }
    }
    return NOBODY;
  }

  /** The set of that number; of one that is not there: nobody. */
  Readers of(int number) {
    if (number == EVERYONE) {
      return Readers.EVERYONE;
    }
    int index = number - FIRST;
    Readers known = index < 0 || index >= sets.length() ? null : sets.get(index);
    return known == null ? Readers.NOBODY : known;
  }

  /** True if somebody's readers were ever named. */
  boolean any() {
    return !numbers.isEmpty();
  }

  /** Forgets every set but those of these numbers; before anybody else has the index. */
  void only(Set<Integer> used) {
    for (int i = 0; i < sets.length(); i++) {
      Readers readers = sets.get(i);
      if (readers != null && !used.contains(i + FIRST)) {
        memory.asSlice(at(i), SET_BYTES).fill((byte) 0);
        sets.set(i, null);
        numbers.remove(readers);
      }
    }
  }

  /** How many there are and may be. */
  @Override
  public String toString() {
    return "ReaderSets[" + numbers.size() + " of " + sets.length() + "]";
  }
}
