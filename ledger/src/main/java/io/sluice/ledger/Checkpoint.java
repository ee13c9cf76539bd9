package io.sluice.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signed statement of a log's size and root (C2SP tlog-checkpoint in a C2SP signed-note).
 *
 * @param origin the log's name
 * @param size number of entries
 * @param root Merkle tree hash of them (RFC 9162, section 2.1.1)
 * @param note the whole signed text, as published
 */
public record Checkpoint(String origin, long size, Hash root, String note) {
  private static final String SIGNATURE = "\u2014 ";
  private static final int MOST_CHARS = 1 << 16;

  /** Signs a statement. */
  static Checkpoint sign(CheckpointKey key, long size, byte[] root) {
    String name = key.verifierKey().name();
    var hash = Hash.of(root);
    String text = name + "\n" + size + "\n" + hash + "\n";
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    var tagged = ByteBuffer.allocate(Integer.BYTES + signature.length);
    tagged.putInt(key.verifierKey().id()).put(signature);
    String line = SIGNATURE + name + " " + Base64.getEncoder().encodeToString(tagged.array());
    return new Checkpoint(name, size, hash, text + "\n" + line + "\n");
  }

  /**
   * Reads a note and checks its signature.
   *
   * @param key the log's key; its name must be the origin. Signatures by others are passed over
   * @throws IllegalArgumentException if it is no checkpoint of that log, signed by that key
   */
  public static Checkpoint open(String note, VerifierKey key) {
    var checkpoint = parse(note);
    if (!checkpoint.origin.equals(key.name())) {
      throw new IllegalArgumentException("the checkpoint is of another log than the key");
    }
    int split = note.lastIndexOf("\n\n");
    byte[] text = note.substring(0, split + 1).getBytes(StandardCharsets.UTF_8);
    boolean signed = false;
    for (String line : note.substring(split + 2, note.length() - 1).split("\n", -1)) {
      byte[] signature = signature(line, key);
      if (signature.length > 0 && !key.verifies(text, signature)) {
        throw new IllegalArgumentException("the checkpoint's signature is wrong");
      }
      signed |= signature.length > 0;
    }
    if (!signed) {
      throw new IllegalArgumentException("the checkpoint is not signed by this key");
    }
    return checkpoint;
  }

  /** The signature in a line of a note if it is by that key, else nothing. */
  private static byte[] signature(String line, VerifierKey key) {
    String prefix = SIGNATURE + key.name() + " ";
    if (!line.startsWith(prefix)) {
      return new byte[0];
    }
    String base64 = line.substring(prefix.length());
    byte[] tagged = Base64.getDecoder().decode(base64);
    if (!Base64.getEncoder().encodeToString(tagged).equals(base64)) {
      throw new IllegalArgumentException("a signature is not canonical base64");
    }
    boolean ours = tagged.length > Integer.BYTES && ByteBuffer.wrap(tagged).getInt() == key.id();
    return ours ? Arrays.copyOfRange(tagged, Integer.BYTES, tagged.length) : new byte[0];
  }

  /**
   * Reads a note; its signature is not looked at.
   *
   * @throws IllegalArgumentException if it has not the form of a checkpoint
   */
  static Checkpoint parse(String note) {
    int split = note.lastIndexOf("\n\n");
    if (note.length() > MOST_CHARS || split < 0 || !note.endsWith("\n")) {
      throw new IllegalArgumentException("not a signed note");
    }
    String[] lines = note.substring(0, split + 1).split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty() || !isDecimal(lines[1])) {
      throw new IllegalArgumentException("not a checkpoint");
    }
    return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.parse(lines[2]), note);
  }

  private static boolean isDecimal(String text) {
    return text.matches("0|[1-9][0-9]{0,17}");
  }
}
