package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was learned, one record of 64 bytes for each text: its label, where it came from, and whose
 * it is. The oldest make room for new ones; what is confidential waits longer for that. A record is
 * named by a number that is never given twice, so that an entry of one that is gone leads nowhere.
 *
 * <p>Layout of a record: 0 number, 4 live entries, 8 categories, 16 integrity, 17 level, 18 source,
 * 20 place in the request, 24 exchange (16), 40 tenant, 44 fingerprints, 48 learned (minute), 52
 * application. Thread-safe.
 */
final class SourceRing {
  static final int RECORD_BYTES = 64;

  private static final int LIVE = 4;
  private static final int CATEGORIES = 8;
  private static final int INTEGRITY = 16;
  private static final int LEVEL = 17;
  private static final int SOURCE = 18;
  private static final int PLACE = 20;
  private static final int EXCHANGE = 24;
  private static final int TENANT = 40;
  private static final int PRINTS = 44;
  private static final int LEARNED = 48;
  private static final int APP = 52;

  /** So many records that others need are passed over before one of them has to go. */
  private static final int SPARED = 1_024;

  private static final int PRECIOUS_MINUTES = 30 * 24 * 60;

  private static final UUID NOBODY = new UUID(0, 0);
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final List<String> SOURCES =
      List.of(
          "system",
          "user",
          "assistant",
          "tool_call",
          "tool_result",
          "tool_definition",
          "answer",
          "arguments",
          "reasoning",
          "inspected",
          Registration.ORIGIN);

  private final MemorySegment memory;
  private final CategoryNames names;
  private final int capacity;
  private final AtomicLong evicted = new AtomicLong();
  private final ConcurrentHashMap<Integer, Holding> byTenant = new ConcurrentHashMap<>();
  private volatile boolean lasting;
  private int next;

  /** What one tenant has. */
  private static final class Holding {
    final AtomicLong entries = new AtomicLong();
    final AtomicLong records = new AtomicLong();
  }

  /**
   * Whose and what a new record is.
   *
   * @param app tells the application apart through which it came; 0: none
   */
  record Source(int tenant, int app, Label label, Origin origin) {}

  /** Over memory that holds what an earlier ring left, or zeros. */
  SourceRing(MemorySegment memory, CategoryNames names) {
    this.memory = memory;
    this.names = names;
    capacity = (int) (memory.byteSize() / RECORD_BYTES);
    for (int slot = 0; slot < capacity; slot++) {
      int number = number(slot);
      next = Math.max(next, number);
      if (number != 0) {
        tenant(owner(slot)).entries.addAndGet(live(slot));
        tenant(owner(slot)).records.incrementAndGet();
      }
    }
  }

  /** From now on no record makes room, as long as there is another place. */
  void lasting() {
    lasting = true;
  }

  /** A new record, and its number; another tenant's, or a confidential one, rather stays. */
  synchronized int add(Source source, int minute) {
    int number = next + 1;
    for (int spared = 0;
        spared < SPARED && spared < capacity && needed(slot(number), source.tenant(), minute);
        spared++) {
      number++;
    }
    for (int tried = 0; lasting && tried < capacity && number(slot(number)) != 0; tried++) {
      number++;
    }
    if (number <= 0) {
      number = 1; // two thousand million records later
    }
    next = number;
    int slot = slot(number);
    drop(slot);
    long at = at(slot);
    memory.set(ValueLayout.JAVA_INT, at + LIVE, 0);
    memory.set(ValueLayout.JAVA_INT, at + TENANT, source.tenant());
    memory.set(ValueLayout.JAVA_INT, at + PRINTS, 0);
    memory.set(ValueLayout.JAVA_INT, at + LEARNED, minute);
    memory.set(ValueLayout.JAVA_INT, at + APP, source.app());
    label(at, source.label());
    origin(at, source.origin());
    tenant(source.tenant()).records.incrementAndGet();
    INT.setRelease(memory, at, number);
    return number;
  }

  private boolean needed(int slot, int tenant, int minute) {
    return number(slot) != 0
        && live(slot) > 0
        && (owner(slot) != tenant || confidential(slot))
        && minute - memory.get(ValueLayout.JAVA_INT, at(slot) + LEARNED) < PRECIOUS_MINUTES;
  }

  private boolean confidential(int slot) {
    return memory.get(ValueLayout.JAVA_BYTE, at(slot) + LEVEL) >= Ranks.of(Level.CONFIDENTIAL);
  }

  private void drop(int slot) {
    if (number(slot) != 0) {
      int live = live(slot);
      evicted.addAndGet(live);
      gone(slot, live);
      INT.setRelease(memory, at(slot), 0);
    }
  }

  private void gone(int slot, int live) {
    Holding holding = tenant(owner(slot));
    holding.entries.addAndGet(-live);
    holding.records.decrementAndGet();
  }

  private void label(long at, Label label) {
    memory.set(ValueLayout.JAVA_LONG, at + CATEGORIES, names.bits(label.categories()));
    memory.set(ValueLayout.JAVA_BYTE, at + INTEGRITY, (byte) Ranks.of(label.integrity()));
    memory.set(ValueLayout.JAVA_BYTE, at + LEVEL, (byte) Ranks.of(label.level()));
  }

  private void origin(long at, Origin origin) {
    UUID id = uuid(origin.exchange());
    memory.set(ValueLayout.JAVA_LONG, at + EXCHANGE, id.getMostSignificantBits());
    memory.set(ValueLayout.JAVA_LONG, at + EXCHANGE + 8, id.getLeastSignificantBits());
    String segment = origin.segment();
    int colon = segment.indexOf(':');
    String word = colon < 0 ? segment : segment.substring(0, colon);
    int place = colon < 0 ? -1 : Integer.parseInt(segment.substring(colon + 1));
    memory.set(ValueLayout.JAVA_BYTE, at + SOURCE, (byte) SOURCES.indexOf(word));
    memory.set(ValueLayout.JAVA_INT, at + PLACE, place);
  }

  private static UUID uuid(String text) {
    if (text.isEmpty()) {
      return NOBODY;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** True while the record of that number is there. */
  boolean has(int number) {
    return number > 0 && number(slot(number)) == number;
  }

  /** The label of a record that is there. */
  Label label(int number) {
    long at = at(slot(number));
    return new Label(
        Ranks.integrity(memory.get(ValueLayout.JAVA_BYTE, at + INTEGRITY)),
        Ranks.level(memory.get(ValueLayout.JAVA_BYTE, at + LEVEL)),
        names.of(memory.get(ValueLayout.JAVA_LONG, at + CATEGORIES)));
  }

  /** True if of two records one says nothing that the other does not: not where none makes room. */
  boolean alike(int one, int other) {
    return !lasting
        && has(one)
        && has(other)
        && app(one) == app(other)
        && label(one).equals(label(other));
  }

  /** Where a record that is there came from. */
  Origin origin(int number) {
    long at = at(slot(number));
    var id =
        new UUID(
            memory.get(ValueLayout.JAVA_LONG, at + EXCHANGE),
            memory.get(ValueLayout.JAVA_LONG, at + EXCHANGE + 8));
    int word = memory.get(ValueLayout.JAVA_BYTE, at + SOURCE);
    int place = memory.get(ValueLayout.JAVA_INT, at + PLACE);
    String name = word < 0 || word >= SOURCES.size() ? "content" : SOURCES.get(word);
    return new Origin(
        id.equals(NOBODY) ? "" : id.toString(), place < 0 ? name : name + ":" + place);
  }

  /** Makes a record's label as strict as {@code label} too. */
  synchronized void worsen(int number, Label label) {
    if (has(number)) {
      label(at(slot(number)), label(number).join(label));
    }
  }

  /** The application through which it came; 0: none. */
  int app(int number) {
    return memory.get(ValueLayout.JAVA_INT, at(slot(number)) + APP);
  }

  /** How many fingerprints a text had while dense. */
  int prints(int number) {
    return memory.get(ValueLayout.JAVA_INT, at(slot(number)) + PRINTS);
  }

  /** Says how many. */
  void prints(int number, int count) {
    if (has(number)) {
      memory.set(ValueLayout.JAVA_INT, at(slot(number)) + PRINTS, count);
    }
  }

  /** So many more entries, or fewer, belong to a record. */
  void count(int number, int more) {
    if (has(number)) {
      long at = at(slot(number));
      int before = (int) INT.getAndAdd(memory, at + LIVE, more);
      assert before + more >= 0 || more < 0;
      tenant(owner(slot(number))).entries.addAndGet(more);
    }
  }

  /**
   * Keeps a tenant within its share of the records and of so many {@code entries}: once it is above
   * it, its oldest records are forgotten until a tenth is free, confidential ones last.
   */
  synchronized void trim(int tenant, long entries, int percent) {
    Holding holding = tenant(tenant);
    long mostEntries = entries * percent / 100;
    long mostRecords = (long) capacity * percent / 100;
    if (holding.entries.get() <= mostEntries && holding.records.get() < mostRecords) {
      return;
    }
    for (boolean all : new boolean[] {false, true}) {
      for (int number = Math.max(1, next - capacity + 1); number <= next; number++) {
        if (holding.entries.get() <= mostEntries - mostEntries / 10
            && holding.records.get() < mostRecords - mostRecords / 10) {
          return;
        }
        int slot = slot(number);
        if (number(slot) != 0 && owner(slot) == tenant && (all || !confidential(slot))) {
          drop(slot);
        }
      }
    }
  }

  /** Forgets everything that came from an exchange; the numbers of its records. */
  synchronized List<Integer> forget(String exchange) {
    UUID id = uuid(exchange);
    var gone = new ArrayList<Integer>();
    for (int slot = 0; slot < capacity; slot++) {
      long at = at(slot);
      if (number(slot) != 0
          && memory.get(ValueLayout.JAVA_LONG, at + EXCHANGE) == id.getMostSignificantBits()
          && memory.get(ValueLayout.JAVA_LONG, at + EXCHANGE + 8) == id.getLeastSignificantBits()) {
        gone.add(number(slot));
        gone(slot, live(slot));
        memory.asSlice(at, RECORD_BYTES).fill((byte) 0);
      }
    }
    return gone;
  }

  /** How many entries a tenant has. */
  long entries(int tenant) {
    return tenant(tenant).entries.get();
  }

  /** The tags of tenants that have, or had, entries. */
  List<Integer> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  /** How many records there are. */
  int size() {
    int count = 0;
    for (int slot = 0; slot < capacity; slot++) {
      count += number(slot) == 0 ? 0 : 1;
    }
    return count;
  }

  int capacity() {
    return capacity;
  }

  /** Entries whose records had to make room. */
  long evicted() {
    return evicted.get();
  }

  private Holding tenant(int tag) {
    return byTenant.computeIfAbsent(tag, _ -> new Holding());
  }

  private int owner(int slot) {
    return memory.get(ValueLayout.JAVA_INT, at(slot) + TENANT);
  }

  private int number(int slot) {
    return (int) INT.getAcquire(memory, at(slot));
  }

  private int live(int slot) {
    return memory.get(ValueLayout.JAVA_INT, at(slot) + LIVE);
  }

  private int slot(int number) {
    return Math.floorMod(number, capacity);
  }

  private static long at(int slot) {
    return (long) slot * RECORD_BYTES;
  }
}
