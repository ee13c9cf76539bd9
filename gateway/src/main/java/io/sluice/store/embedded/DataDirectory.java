package io.sluice.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one gateway: its owner's alone (mode 0700), locked by one process at a time, and
 * of a known format. The lock ends with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
  /** The format that this version writes, and the newest that it reads. */
  public static final int FORMAT = 1;

  private static final String FORMAT_PREFIX = "sluice-data ";
  private static final int MAX_FORMAT_BYTES = 64;
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1; // beyond the text, which all may read
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path root;
  private final FileChannel lockFile;

  private DataDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Opens the directory at {@code root} for this process; makes it if there is none.
   *
   * @param pid of this process; a second one is told it
   * @throws UnusableDirectory if another process has it, its format is newer, or it holds something
   *     else
   */
  public static DataDirectory open(Path root, long pid) throws IOException {
    createPrivate(root);
    var lockFile = lock(root, pid);
    try {
      checkFormat(root);
      return new DataDirectory(root, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** A file of that name in it, which may or may not exist. */
  public Path file(String name) {
    return root.resolve(name);
  }

  /** A directory of that name in it, made if there is none, mode 0700. */
  public Path directory(String name) throws IOException {
    Path directory = root.resolve(name);
    createPrivate(directory);
    return directory;
  }

  /** Bytes that may still be written to its disk. */
  public long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  /** True if less than {@code bytes} may still be written, or nobody can say. */
  public boolean lowerThan(long bytes) {
    try {
      return freeBytes() < bytes;
    } catch (IOException e) {
      return true;
    }
  }

  /** Lets the next process have it. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static void createPrivate(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory, mode);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new UnusableDirectory(directory + " is not a directory");
      }
      if (posix && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(directory))) {
        Files.setPosixFilePermissions(directory, OWNER_ONLY);
      }
    }
  }

  private static FileChannel lock(Path root, long pid) throws IOException {
    Path path = root.resolve("lock");
    var channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new UnusableDirectory(
            root + " is in use by process " + holder(channel) + ": stop it, or use another --data");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) { // held by this very process
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var text = ByteBuffer.allocate(MAX_FORMAT_BYTES);
    channel.read(text, 0);
    var pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "(unknown)" : pid;
  }

  private static void checkFormat(Path root) throws IOException {
    Path path = root.resolve("format");
    if (!Files.exists(path)) {
      refuseForeign(root);
      Path fresh = root.resolve("format.new");
      Files.writeString(fresh, FORMAT_PREFIX + FORMAT + "\n");
      Files.move(fresh, path);
      return;
    }
    int format = formatOf(path);
    if (format > FORMAT) {
      throw new UnusableDirectory(
          "%s has format %d, this version reads up to %d: use a newer Sluice"
              .formatted(root, format, FORMAT));
    }
  }

  private static int formatOf(Path path) throws IOException {
    String text;
    try (var in = Files.newInputStream(path)) {
      text = new String(in.readNBytes(MAX_FORMAT_BYTES), StandardCharsets.US_ASCII).strip();
    }
    try {
      if (text.startsWith(FORMAT_PREFIX)) {
        int format = Integer.parseInt(text.substring(FORMAT_PREFIX.length()));
        if (format >= 1) {
          return format;
        }
      }
    } catch (NumberFormatException e) {
      throw new UnusableDirectory(path + " does not name a format");
    }
    throw new UnusableDirectory(path + " does not name a format");
  }

  /** A directory with anything but our own beginnings in it is not ours to take. */
  private static void refuseForeign(Path root) throws IOException {
    Set<String> ours = Set.of("lock", "format.new");
    try (var entries = Files.list(root)) {
      if (entries.anyMatch(entry -> !ours.contains(String.valueOf(entry.getFileName())))) {
        throw new UnusableDirectory(
            root + " is neither empty nor a data directory of Sluice: use another --data");
      }
    }
  }
}
