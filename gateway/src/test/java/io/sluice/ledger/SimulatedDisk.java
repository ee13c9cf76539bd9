package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The files of a ledger in memory, for runs of many thousand writes: a write costs what it writes,
 * since only what is not forced yet is kept a second time. A loss of power takes any of that back,
 * sector by sector. Confined to one thread.
 */
final class SimulatedDisk implements Disk {
  private static final int SECTOR_BYTES = 512;

  /** What lay under a write that is not forced yet. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Undo(int position, byte[] before) {}

  private static final class Node {
    byte[] bytes;
    final Deque<Undo> undo = new ArrayDeque<>();

    /** The whole file is not forced: it may be found short. */
    boolean fresh;

    Node(byte[] bytes, boolean fresh) {
      this.bytes = bytes;
      this.fresh = fresh;
    }

    void force() {
      undo.clear();
      fresh = false;
    }

    byte[] afterPowerLoss(RandomGenerator random) {
      if (fresh) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      byte[] found = bytes.clone();
      for (Undo last : undo) {
        int end = last.position + last.before.length;
        for (int at = last.position; at < end; at = (at / SECTOR_BYTES + 1) * SECTOR_BYTES) {
          int count = Math.min(end, (at / SECTOR_BYTES + 1) * SECTOR_BYTES) - at;
          if (random.nextBoolean()) {
            System.arraycopy(last.before, at - last.position, found, at, count);
          }
        }
      }
      return found;
    }
  }

  private final TreeMap<String, Node> names = new TreeMap<>();
  private TreeMap<String, Node> safeNames = new TreeMap<>();
  private final List<UnaryOperator<Map<String, Node>>> journal = new ArrayList<>();
  private long stepsLeft = Long.MAX_VALUE;
  private boolean full;

  /** From now on the power lasts for so many steps. */
  void powerFor(long more) {
    stepsLeft = more;
  }

  /** From now on nothing more fits, or everything does again. */
  void full(boolean now) {
    full = now;
  }

  /** Changes one byte of a file behind everybody's back. */
  void alter(String name, int position) {
    Objects.requireNonNull(names.get(name)).bytes[position] ^= 1;
  }

  /** The disk as the next process finds it: whole, since only the process died. */
  SimulatedDisk afterKill() {
    var found = new SimulatedDisk();
    names.forEach((name, node) -> found.names.put(name, node));
    found.safeNames = new TreeMap<>(safeNames);
    found.journal.addAll(journal);
    return found;
  }

  /** The disk as it is found after the power came back. */
  SimulatedDisk afterPowerLoss(RandomGenerator random) {
    Map<String, Node> left = new TreeMap<>(safeNames);
    int changes = journal.isEmpty() ? 0 : random.nextInt(journal.size() + 1);
    for (UnaryOperator<Map<String, Node>> change : journal.subList(0, changes)) {
      left = change.apply(left);
    }
    var found = new SimulatedDisk();
    left.forEach(
        (name, node) -> found.names.put(name, new Node(node.afterPowerLoss(random), false)));
    found.safeNames = new TreeMap<>(found.names);
    return found;
  }

  private void step() throws IOException {
    if (stepsLeft-- <= 0) {
      stepsLeft = 0;
      throw new IOException("the power is gone");
    }
  }

  private void refuse() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very map is changed
  private void change(UnaryOperator<Map<String, Node>> change) {
    Map<String, Node> same = change.apply(names);
    assert same == names;
    journal.add(change);
  }

  @Override
  public File create(String name, long bytes) throws IOException {
    refuse();
    step();
    var node = new Node(new byte[(int) bytes], false);
    change(
        all -> {
          all.put(name, node);
          return all;
        });
    step();
    return new Handle(node);
  }

  @Override
  public File open(String name) throws IOException {
    Node node = names.get(name);
    if (node == null) {
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

  private void replace(String name, byte[] content, boolean force) throws IOException {
    refuse();
    step();
    var node = new Node(content.clone(), true);
    String beside = name.substring(0, name.lastIndexOf('/') + 1) + ".new";
    change(
        all -> {
          all.put(beside, node);
          return all;
        });
    step();
    if (force) {
      node.force();
      step();
    }
    change(
        all -> {
          all.remove(beside);
          all.put(name, node);
          return all;
        });
    step();
  }

  @Override
  public void force(String name) throws IOException {
    step();
    Node node = names.get(name);
    if (node != null) {
      node.force();
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step();
    Node node = Objects.requireNonNull(names.get(from));
    change(
        all -> {
          all.remove(from);
          all.put(to, node);
          return all;
        });
    step();
  }

  @Override
  public void delete(String name) throws IOException {
    step();
    change(
        all -> {
          all.remove(name);
          return all;
        });
  }

  @Override
  public void sync(String directory) throws IOException {
    step();
    if (!journal.isEmpty()) {
      safeNames = new TreeMap<>(names);
      journal.clear();
    }
  }

  @Override
  public byte @Nullable [] read(String name) {
    Node node = names.get(name);
    return node == null ? null : node.bytes.clone();
  }

  @Override
  public List<String> list(String directory) {
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
      return node.bytes.length;
    }

    @Override
    public void read(ByteBuffer into, long position) {
      int there = Math.max(0, node.bytes.length - (int) position);
      into.put(node.bytes, (int) position, Math.min(there, into.remaining()));
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      refuse();
      step();
      int at = (int) position;
      int count = from.remaining();
      if (at + count > node.bytes.length) {
        node.bytes = Arrays.copyOf(node.bytes, at + count);
      }
      node.undo.push(new Undo(at, Arrays.copyOfRange(node.bytes, at, at + count)));
      from.get(node.bytes, at, count);
      step();
    }

    @Override
    public void force() throws IOException {
      step();
      node.force();
      step();
    }

    @Override
    public void close() {}
  }
}
