package io.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A copy of a ledger in which somebody changed one word of one entry. */
final class TamperedCopy {
  private static final int SEARCHED_BYTES = 1 << 20;

  private TamperedCopy() {}

  /**
   * Copies {@code ledger} to {@code copy} and puts {@code other} in the place of {@code word},
   * once.
   *
   * @param other as long as {@code word}
   * @return false if no file holds the word
   */
  static boolean make(Path ledger, Path copy, String word, String other) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(ledger)) {
      files = walk.toList();
    }
    boolean changed = false;
    for (Path file : files) {
      Path target = copy.resolve(ledger.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
        changed = changed || change(target, word, other);
      }
    }
    return changed;
  }

  private static boolean change(Path file, String word, String other) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(SEARCHED_BYTES);
    }
    int at = new String(head, StandardCharsets.ISO_8859_1).indexOf(word);
    if (at < 0) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(other.getBytes(StandardCharsets.ISO_8859_1)), at);
    }
    return true;
  }
}
