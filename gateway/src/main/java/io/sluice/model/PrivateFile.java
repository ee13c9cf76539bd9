package io.sluice.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A small file that only its owner may read or write (mode 0600), for secrets that have to lie on a
 * disk. Where the file system knows no such modes, they are neither set nor checked.
 */
public final class PrivateFile {
  /** The largest content that is read. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path path;

  /** The file at {@code path}, which may or may not exist. */
  public PrivateFile(Path path) {
    this.path = path;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** True if there is such a file. */
  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Puts {@code content} in place of whatever was there: durable and complete when this returns,
   * untouched if it fails. A crash can leave a file whose name ends in {@code .new}, also 0600; the
   * next write replaces it.
   */
  public void write(Secret content) throws IOException {
    Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a root is no file");
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly(directory));
    try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(content.openBytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(directory);
  }

  /**
   * What is in it; empty if there is no such file.
   *
   * @throws AccessDeniedException if anybody but the owner may read or write it
   * @throws FileSystemException if it is larger than {@link #MAX_BYTES}
   */
  public Optional<Secret> read() throws IOException {
    try {
      if (posix(path) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
        throw new AccessDeniedException(
            path.toString(), null, "others may use this file; expected mode 0600");
      }
      return Optional.of(Secret.of(bounded(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Removes the file; nothing happens if there is none. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /**
   * The content of a file that others manage, whatever its mode.
   *
   * @throws FileSystemException if it is larger than {@link #MAX_BYTES}
   */
  public static byte[] bounded(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new FileSystemException(path.toString(), null, "larger than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return posix(directory)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static void syncDirectory(Path directory) throws IOException {
    if (posix(directory)) { // elsewhere a directory cannot be opened
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
