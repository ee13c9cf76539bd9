package io.sluice.ledger;

import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is too long for an entry, in a file of its own named by its hash: {@code objects/<sha256>}.
 * The entry that names it is what makes it part of the log.
 */
final class SideObject {
  static final String DIRECTORY = "objects";

  private SideObject() {}

  /** Writes it, unless it is there; durable when this returns. Gives its hash, in hex. */
  static String put(Disk disk, byte[] content) throws IOException {
    String hash = hash(content);
    String name = DIRECTORY + "/" + hash;
    if (disk.read(name) == null) {
      disk.put(name, content);
      disk.sync(DIRECTORY);
    }
    return hash;
  }

  /** Its content, or null when there is none of that hash. */
  static byte @Nullable [] read(Disk disk, String hash) throws IOException {
    if (!hash.matches("[0-9a-f]{64}")) {
      return null;
    }
    byte[] content = disk.read(DIRECTORY + "/" + hash);
    if (content != null && !hash(content).equals(hash)) {
      throw new LedgerDamaged(altered(hash));
    }
    return content;
  }

  /** Checks that every object there is fits its name. */
  static void check(Disk disk) throws IOException {
    for (String name : disk.list(DIRECTORY)) {
      if (name.startsWith(".")) {
        continue; // a write that was cut off
      }
      byte[] content = disk.read(DIRECTORY + "/" + name);
      if (content != null && !hash(content).equals(name)) {
        throw new LedgerDamaged(altered(name));
      }
    }
  }

  private static Damage altered(String hash) {
    return new Damage(DIRECTORY + "/" + hash, -1, -1, "a side object is not what its name says");
  }

  private static String hash(byte[] content) {
    return HexFormat.of().formatHex(TreeHash.sha256().digest(content));
  }
}
