package io.sluice.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Proof that an entry is in a log, to be checked by anybody who has the log's public key.
 *
 * @param index of the entry, zero-based
 * @param path sibling hashes from leaf to root (RFC 9162, section 2.1.3)
 * @param checkpoint the signed tree that the path leads to
 */
public record LogProof(long index, List<Hash> path, Checkpoint checkpoint) {
  static final String HEAD = "c2sp.org/tlog-proof@v1";
  private static final String INDEX = "index ";

  public LogProof {
    if (index < 0 || index >= checkpoint.size()) {
      throw new IllegalArgumentException(
          "no entry %d in a tree of %d".formatted(index, checkpoint.size()));
    }
    path = List.copyOf(path);
  }

  /** The text form (C2SP tlog-proof), without extra data. */
  public String text() {
    var text = new StringBuilder(HEAD).append('\n').append(INDEX).append(index).append('\n');
    for (Hash hash : path) {
      text.append(hash).append('\n');
    }
    return text.append('\n').append(checkpoint.note()).toString();
  }

  /**
   * Reads the text form and checks the signature of its checkpoint.
   *
   * @throws IllegalArgumentException if it is none, or not signed by this key
   */
  public static LogProof open(String text, VerifierKey key) {
    int split = text.indexOf("\n\n");
    String[] lines = text.substring(0, Math.max(split, 0)).split("\n", -1);
    int at = lines.length > 1 && lines[1].startsWith("extra ") ? 2 : 1;
    if (!lines[0].equals(HEAD) || lines.length <= at || !lines[at].startsWith(INDEX)) {
      throw new IllegalArgumentException("not a tlog-proof");
    }
    long index = Long.parseLong(lines[at].substring(INDEX.length()));
    var path = new ArrayList<Hash>();
    for (int i = at + 1; i < lines.length; i++) {
      path.add(Hash.parse(lines[i]));
    }
    return new LogProof(index, path, Checkpoint.open(text.substring(split + 2), key));
  }

  /** Whether this is the entry at the index (RFC 9162, section 2.1.3.2). */
  public boolean verifies(byte[] entry) {
    var hash = new TreeHash();
    byte[] sum = hash.leaf(entry);
    long fn = index;
    long sn = checkpoint.size() - 1;
    for (Hash side : path) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        sum = hash.node(side.toByteArray(), sum);
        while (fn != 0 && (fn & 1) == 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        sum = hash.node(sum, side.toByteArray());
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && Hash.of(sum).equals(checkpoint.root());
  }
}
