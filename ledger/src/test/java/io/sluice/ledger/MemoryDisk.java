package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails on cue: it can lose power at any step, refuse writes, or hold them.
 * What was not forced survives a loss of power whole, in part, or not at all.
 */
final class MemoryDisk implements Disk {
  private static final int SECTOR_BYTES = 512;

  /** The power is gone. */
  static final class PowerLoss extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Node {
    byte[] now;
    byte[] safe;

    Node(byte[] now, byte[] safe) {
      this.now = now;
      this.safe = safe;
    }
  }

  private interface NameChange {
    void apply(Map<String, Node> names);
  }

  private TreeMap<String, Node> names = new TreeMap<>();
  private TreeMap<String, Node> safeNames = new TreeMap<>();
  private final List<NameChange> journal = new ArrayList<>();
  private long stepsLeft = Long.MAX_VALUE;
  private boolean off;
  private volatile boolean full;
  private volatile @Nullable CountDownLatch held;

  /** From now on the power lasts for so many steps. */
  synchronized void powerFor(long steps) {
    stepsLeft = steps;
  }

  synchronized boolean lostPower() {
    return off;
  }

  /** From now on nothing more fits. */
  void fill() {
    full = true;
  }

  /** From now on there is room again. */
  void clear() {
    full = false;
  }

  /** From now on a write to a segment waits for the latch. */
  void hold(CountDownLatch until) {
    held = until;
  }

  /** The disk as it is found after the power came back. */
  synchronized MemoryDisk afterPowerLoss(RandomGenerator random) {
    var survived = new MemoryDisk();
    var found = new TreeMap<>(safeNames);
    int changes = journal.isEmpty() ? 0 : random.nextInt(journal.size() + 1);
    for (NameChange change : journal.subList(0, changes)) {
      change.apply(found);
    }
    int fate = random.nextInt(3);
    found.forEach(
        (name, node) -> {
          byte[] bytes = node.safe.clone();
          if (fate == 0) {
            bytes = node.now.clone();
          } else if (fate == 1) {
            bytes = mixed(node, random);
          }
          survived.names.put(name, new Node(bytes, bytes.clone()));
        });
    survived.safeNames = new TreeMap<>(survived.names);
    return survived;
  }

  private static byte[] mixed(Node node, RandomGenerator random) {
    if (node.now.length != node.safe.length) {
      return random.nextBoolean() ? node.now.clone() : node.safe.clone();
    }
    byte[] bytes = node.safe.clone();
    for (int at = 0; at < bytes.length; at += SECTOR_BYTES) {
      int count = Math.min(SECTOR_BYTES, bytes.length - at);
      if (random.nextBoolean()) {
        System.arraycopy(node.now, at, bytes, at, count);
      }
    }
    return bytes;
  }

  /** An independent copy of what the files hold. */
  synchronized MemoryDisk copy() {
    var copy = new MemoryDisk();
    names.forEach((name, node) -> copy.names.put(name, new Node(node.now.clone(), new byte[0])));
    copy.safeNames = new TreeMap<>(copy.names);
    return copy;
  }

  synchronized List<String> files() {
    return List.copyOf(names.keySet());
  }

  /** The bytes of a file themselves, for tampering. */
  synchronized byte[] bytes(String name) {
    return Objects.requireNonNull(names.get(name)).now;
  }

  synchronized void set(String name, byte[] bytes) {
    names.put(name, new Node(bytes, bytes.clone()));
  }

  synchronized void remove(String name) {
    names.remove(name);
  }

  private void step() throws IOException {
    if (off || stepsLeft-- <= 0) {
      off = true;
      throw new PowerLoss();
    }
  }

  private void refuse() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  private void change(NameChange change) {
    change.apply(names);
    journal.add(change);
  }

  @Override
  public synchronized File create(String name, long bytes) throws IOException {
    refuse();
    step();
    var node = new Node(new byte[(int) bytes], new byte[(int) bytes]);
    change(all -> all.put(name, node));
    step();
    return new Handle(node);
  }

  @Override
  public synchronized File open(String name) throws IOException {
    var node = names.get(name);
    if (off || node == null) {
      throw new IOException("cannot open " + name);
    }
    return new Handle(node);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    replace(name, content, true);
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    replace(name, content, false);
  }

  @Override
  public synchronized void force(String name) throws IOException {
    step();
    var node = names.get(name);
    if (node != null) {
      node.safe = node.now;
    }
  }

  private synchronized void replace(String name, byte[] content, boolean force) throws IOException {
    refuse();
    step();
    var node = new Node(content.clone(), new byte[0]);
    String beside = name.substring(0, name.lastIndexOf('/') + 1) + ".new";
    change(all -> all.put(beside, node));
    step();
    if (force) {
      node.safe = node.now;
      step();
    }
    change(
        all -> {
          all.remove(beside);
          all.put(name, node);
        });
    step();
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    step();
    var node = Objects.requireNonNull(names.get(from));
    change(
        all -> {
          all.remove(from);
          all.put(to, node);
        });
    step();
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    step();
    change(all -> all.remove(name));
  }

  @Override
  public synchronized void sync(String directory) throws IOException {
    step();
    safeNames = new TreeMap<>(names);
    journal.clear();
  }

  @Override
  public synchronized byte @Nullable [] read(String name) throws IOException {
    if (off) {
      throw new PowerLoss();
    }
    var node = names.get(name);
    return node == null ? null : node.now.clone();
  }

  @Override
  public synchronized List<String> list(String directory) {
    String prefix = directory + "/";
    var children = new TreeSet<String>();
    for (String name : names.tailMap(prefix).keySet()) {
      if (!name.startsWith(prefix)) {
        break;
      }
      int end = name.indexOf('/', prefix.length());
      children.add(name.substring(prefix.length(), end < 0 ? name.length() : end + 1));
    }
    return List.copyOf(children);
  }

  private final class Handle implements File {
    private final Node node;

    Handle(Node node) {
      this.node = node;
    }

    @Override
    public long size() {
      return node.now.length;
    }

    @Override
    public void read(ByteBuffer into, long position) {
      synchronized (MemoryDisk.this) {
        int there = Math.max(0, node.now.length - (int) position);
        into.put(node.now, (int) position, Math.min(there, into.remaining()));
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      var latch = held;
      if (latch != null) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      synchronized (MemoryDisk.this) {
        refuse();
        step();
        int count = from.remaining();
        byte[] after = Arrays.copyOf(node.now, Math.max(node.now.length, (int) position + count));
        from.get(after, (int) position, count);
        node.now = after;
        step();
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        step();
        node.safe = node.now.clone();
        step();
      }
    }

    @Override
    public void close() {}
  }
}
