package io.sluice.store.embedded;

import io.sluice.audit.Anchor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Checkpoints in a directory, each in a file of its own that is never written again: {@code
 * <log>-<entries>}, the log's name with dots for slashes; and the newest once more as {@code
 * <log>-latest}.
 */
public final class DirectoryAnchor implements Anchor {
  private final Path directory;

  /** Into {@code directory}, which is made when it is missing. */
  public DirectoryAnchor(Path directory) {
    this.directory = directory;
  }

  @Override
  public void put(String log, long size, String note) throws IOException {
    Files.createDirectories(directory);
    String name = log.replace('/', '.');
    Path own = directory.resolve("%s-%019d".formatted(name, size));
    Path fresh = directory.resolve("." + name + ".new");
    Files.writeString(fresh, note);
    try {
      Files.createFile(own);
      Files.copy(fresh, own, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      // the same checkpoint, from before a restart
    }
    Files.move(
        fresh,
        directory.resolve(name + "-latest"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
