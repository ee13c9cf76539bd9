package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How far the tiles are safe on the disk, so that a start need not read the whole log. A hint: its
 * checkpoint is signed, and the rows must give the checkpoint's root. On disk: length of the
 * checkpoint (4 bytes), checkpoint, rows.
 */
final class State {
  private static final String NAME = "state";

  private final Checkpoint checkpoint;
  private final byte[] rows;

  /**
   * @param checkpoint whose full tiles are safe
   * @param rows its unfinished tiles, as {@link Rows#encode} gave them
   */
  State(Checkpoint checkpoint, byte[] rows) {
    this.checkpoint = checkpoint;
    this.rows = rows;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  byte[] rows() {
    return rows;
  }

  void save(Disk disk) throws IOException {
    byte[] note = checkpoint.note().getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(Integer.BYTES + note.length + rows.length);
    bytes.putInt(note.length).put(note).put(rows);
    disk.put(NAME, bytes.array());
    disk.sync("");
  }

  /** What was saved, or null when there is nothing good. */
  static @Nullable State load(Disk disk, VerifierKey key) throws IOException {
    byte[] saved = disk.read(NAME);
    if (saved == null || saved.length < Integer.BYTES) {
      return null;
    }
    var bytes = ByteBuffer.wrap(saved);
    int noteBytes = bytes.getInt();
    if (noteBytes < 0 || noteBytes > bytes.remaining()) {
      return null;
    }
    String note = new String(saved, Integer.BYTES, noteBytes, StandardCharsets.UTF_8);
    byte[] rows = new byte[bytes.remaining() - noteBytes];
    bytes.position(Integer.BYTES + noteBytes).get(rows);
    try {
      return new State(Checkpoint.open(note, key), rows);
    } catch (IllegalArgumentException e) {
      return null; // a hint that does not help: everything is read again
    }
  }
}
