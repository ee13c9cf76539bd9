package io.sluice.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/** What happened, step by step: the last of it as text, all of it as a hash. */
final class Steps {
  private static final int KEPT = 120;

  private final Deque<String> last = new ArrayDeque<>(KEPT);
  private final MessageDigest digest;
  private long count;

  Steps() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void note(long nanos, String what) {
    String line = nanos / 1_000 + " us  " + what;
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    count++;
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.add(line);
  }

  /** Takes bytes into the hash that are no step of their own. */
  void with(byte[] bytes) {
    digest.update(bytes);
  }

  long count() {
    return count;
  }

  /** The newest steps, oldest first. */
  String text() {
    return String.join("\n", last);
  }

  /** SHA-256 over all of it; to be asked once. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
