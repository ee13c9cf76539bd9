package io.sluice.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The real ledger on the real disk, which does as a file says: {@code hold}, or {@code full}. */
public final class CuedLedger {
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private CuedLedger() {}

  /** Opens it, with less patience than usual. */
  public static Ledger open(Path place, CheckpointKey key, Path cue) {
    var usual = LedgerSettings.DEFAULTS;
    var settings =
        new LedgerSettings(
            usual.segmentBytes(),
            usual.queueEntries(),
            usual.queueBytes(),
            usual.batchBytes(),
            usual.checkpointEvery(),
            PATIENCE);
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Ledger.open(new CuedDisk(FileDisk.readWrite(place), cue), settings, key);
  }

  private record CuedDisk(Disk real, Path cue) implements Disk {
    /** Waits while it says hold; fails while it says full. */
    private void obey() throws IOException {
      while (said().equals("hold")) {
        LockSupport.parkNanos(5_000_000);
      }
      if (said().equals("full")) {
        throw new IOException("No space left on device");
      }
    }

    private String said() throws IOException {
      return Files.exists(cue) ? Files.readString(cue).strip() : "";
    }

    @Override
    public File create(String name, long bytes) throws IOException {
      obey();
      return new CuedFile(this, real.create(name, bytes));
    }

    @Override
    public File open(String name) throws IOException {
      return new CuedFile(this, real.open(name));
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
      obey();
      real.put(name, content);
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
      obey();
      real.write(name, content);
    }

    @Override
    public void force(String name) throws IOException {
      obey();
      real.force(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      real.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
      real.delete(name);
    }

    @Override
    public void sync(String directory) throws IOException {
      obey();
      real.sync(directory);
    }

    @Override
    public byte @Nullable [] read(String name) throws IOException {
      return real.read(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
      return real.list(directory);
    }
  }

  private record CuedFile(CuedDisk disk, Disk.File real) implements Disk.File {
    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
      real.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      disk.obey();
      real.write(from, position);
    }

    @Override
    public void force() throws IOException {
      disk.obey();
      real.force();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
