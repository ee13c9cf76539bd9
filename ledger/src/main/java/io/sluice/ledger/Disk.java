package io.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one ledger. Names are relative, with {@code /}. What is written is safe only after
 * {@link File#force}, and a name only after {@link #sync} of its directory: a test loses power
 * between any two calls.
 */
interface Disk {
  /** A file of given length, all zero, its length and zeros forced. Replaces what has the name. */
  File create(String name, long bytes) throws IOException;

  /** An existing file, for writing too unless the disk is read-only. */
  File open(String name) throws IOException;

  /** Puts a whole file in place at once: written beside it, forced, moved over it. */
  void put(String name, byte[] content) throws IOException;

  /** Like {@link #put}, but not safe before {@link #force}: a loss of power may leave it short. */
  void write(String name, byte[] content) throws IOException;

  /** Forces the content of a file; does nothing when there is no such file. */
  void force(String name) throws IOException;

  void rename(String from, String to) throws IOException;

  /** Does nothing when there is no such file; a directory must be empty. */
  void delete(String name) throws IOException;

  /** Forces the names in a directory and the names of the directories that lead to it. */
  void sync(String directory) throws IOException;

  /** The content, or null when there is no such file. */
  byte @Nullable [] read(String name) throws IOException;

  /** Sorted names in a directory, those of directories with a {@code /}; none when it is absent. */
  List<String> list(String directory) throws IOException;

  /** Random access. Reads may run beside each other and beside one writer. */
  interface File extends Closeable {
    long size() throws IOException;

    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer into, long position) throws IOException;

    void write(ByteBuffer from, long position) throws IOException;

    /** Returns when everything written so far is on the disk. */
    void force() throws IOException;
  }
}
