package io.sluice.flow;

import io.sluice.model.Categories;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers for the names of categories, kept with the index so that a bit means the same after a
 * restart and under another configuration. A name is never taken out. Thread-safe.
 */
final class CategoryNames {
  /** Bytes that the names take. */
  static final int BYTES = 4096;

  private static final int MOST = 60;
  private static final int NAME_BYTES = 66;

  /** What stands for every name that came when there was no number left. */
  private static final String UNLISTED = "unlisted";

  private final MemorySegment memory;
  private volatile List<String> names;

  /** Over memory that holds what an earlier run left, or zeros. */
  CategoryNames(MemorySegment memory) {
    this.memory = memory;
    var all = new ArrayList<String>();
    for (int i = 0; i < MOST; i++) {
      int length = memory.get(ValueLayout.JAVA_BYTE, (long) i * NAME_BYTES);
      if (length <= 0) {
        break;
      }
      byte[] name =
          memory
              .asSlice((long) i * NAME_BYTES + 1, Math.min(length, NAME_BYTES - 1))
              .toArray(ValueLayout.JAVA_BYTE);
      all.add(new String(name, StandardCharsets.UTF_8));
    }
    names = List.copyOf(all);
  }

  /** One bit for each. */
  long bits(Categories categories) {
    long bits = 0;
    for (String name : categories.names()) {
      int known = names.indexOf(name);
      bits |= 1L << (known < 0 ? add(name) : known);
    }
    return bits;
  }

  /** The categories of these bits. */
  Categories of(long bits) {
    if (bits == 0) {
      return Categories.NONE;
    }
    List<String> known = names;
    var of = new ArrayList<String>(Long.bitCount(bits));
    for (int i = 0; i < 64; i++) {
      if ((bits >>> i & 1) != 0) {
        of.add(i < known.size() ? known.get(i) : UNLISTED);
      }
    }
    return Categories.of(of);
  }

  private synchronized int add(String name) {
    List<String> known = names;
    int there = known.indexOf(name);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (there >= 0) {
      return there;
    }
    if (known.size() == MOST || bytes.length > NAME_BYTES - 1) {
      return MOST;
    }
    long at = (long) known.size() * NAME_BYTES;
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + 1, bytes.length);
    memory.set(ValueLayout.JAVA_BYTE, at, (byte) bytes.length);
    var more = new ArrayList<>(known);
    more.add(name);
    names = List.copyOf(more);
    return known.size();
  }
}
