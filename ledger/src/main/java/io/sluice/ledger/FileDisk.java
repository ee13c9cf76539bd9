package io.sluice.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real file system, below one directory. */
final class FileDisk implements Disk {
  private static final int ZEROS_BYTES = 1 << 20;

  private final Path root;
  private final Set<OpenOption> mode;

  private FileDisk(Path root, Set<OpenOption> mode) {
    this.root = root;
    this.mode = mode;
  }

  static FileDisk readWrite(Path root) {
    return new FileDisk(root, Set.of(READ, WRITE));
  }

  /** Opens files for reading only. */
  static FileDisk readOnly(Path root) {
    return new FileDisk(root, Set.of(READ));
  }

  @Override
  public File create(String name, long bytes) throws IOException {
    Path path = path(name);
    makeParent(path);
    var channel = FileChannel.open(path, CREATE, TRUNCATE_EXISTING, READ, WRITE);
    try {
      var zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
      for (long at = 0; at < bytes; at += ZEROS_BYTES) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, bytes - at));
        writeFully(channel, zeros, at);
        channel.force(false); // in small pieces, which others' commits can pass
      }
      channel.force(true);
      return new Channel(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public File open(String name) throws IOException {
    return new Channel(FileChannel.open(path(name), mode));
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    replace(path(name), content, true);
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    replace(path(name), content, false);
  }

  private static void replace(Path path, byte[] content, boolean force) throws IOException {
    makeParent(path);
    Path beside = path.resolveSibling("." + path.getFileName() + ".new");
    try (var channel = FileChannel.open(beside, CREATE, TRUNCATE_EXISTING, WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content), 0);
      if (force) {
        channel.force(true);
      }
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void force(String name) throws IOException {
    try (var channel = FileChannel.open(path(name), WRITE)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      // gone again: a full tile has taken the place of a partial one
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  @Override
  public void sync(String directory) throws IOException {
    for (Path path = path(directory);
        path != null && path.startsWith(root);
        path = path.getParent()) {
      try (var channel = FileChannel.open(path, READ)) {
        channel.force(true);
      } catch (NoSuchFileException e) {
        // gone again, which its parent is forced to remember
      }
    }
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    try {
      return Files.readAllBytes(path(name));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public List<String> list(String directory) throws IOException {
    var names = new ArrayList<String>();
    try (var children = Files.newDirectoryStream(path(directory))) {
      for (Path child : children) {
        names.add(child.getFileName() + (Files.isDirectory(child) ? "/" : ""));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  private Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  private static void makeParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer from, long position)
      throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  private record Channel(FileChannel channel) implements File {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      long at = position;
      while (into.hasRemaining()) {
        int read = channel.read(into, at);
        if (read < 0) {
          return;
        }
        at += read;
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      writeFully(channel, from, position);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
