package io.sluice.audit;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory: entries are durable once somebody waits, and it can fail on cue. */
public final class MemoryLog implements EntryLog {
  private final List<Bytes> entries = new ArrayList<>();
  private final Map<String, Bytes> sides = new HashMap<>();
  private long durable;
  private boolean refusing;
  private boolean failing;

  /** An empty one. */
  public MemoryLog() {}

  private MemoryLog(List<Bytes> entries) {
    this.entries.addAll(entries);
    durable = entries.size();
  }

  /** What a crash leaves when just the first {@code size} entries reached the disk. */
  public synchronized MemoryLog crashedAt(int size) {
    return new MemoryLog(entries.subList(0, size));
  }

  /** From now on it takes nothing. */
  public synchronized void refuse() {
    refusing = true;
  }

  /** From now on nothing becomes durable. */
  public synchronized void fail() {
    failing = true;
  }

  /** Entries taken, durable or not. */
  public synchronized int taken() {
    return entries.size();
  }

  /** All becomes durable. */
  public synchronized void sync() {
    durable = entries.size();
  }

  @Override
  public synchronized String attach(Bytes content) throws IOException {
    if (refusing) {
      throw new IOException("full");
    }
    String hash = "%064x".formatted(sides.size());
    sides.put(hash, content);
    return hash;
  }

  @Override
  public synchronized Optional<Bytes> attached(String hash) {
    return Optional.ofNullable(sides.get(hash));
  }

  @Override
  public String name() {
    return "test.log";
  }

  @Override
  public synchronized Pending submit(Bytes entry) throws IOException {
    if (refusing) {
      throw new IOException("full");
    }
    int index = entries.size();
    entries.add(entry);
    return () -> await(index);
  }

  private synchronized long await(int index) throws IOException {
    if (failing) {
      throw new IOException("disk");
    }
    durable = Math.max(durable, index + 1);
    return index;
  }

  @Override
  public synchronized long size() {
    return durable;
  }

  @Override
  public synchronized Bytes entry(long index) {
    return entries.get((int) index);
  }

  @Override
  public long walk(long from, Visitor visitor) {
    long end = size();
    long index = from;
    boolean on = true;
    while (on && index < end) {
      on = visitor.see(index, entry(index));
      index++;
    }
    return index;
  }
}
