package io.sluice.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into a directory of ours instead of anew into the
 * machine's temporary directory at every start, where a killed process leaves it behind.
 */
final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Sees to it that SQLite is loaded from {@code directory}. Without effect once it is loaded.
   *
   * @param directory exists, and only its owner may enter
   */
  static synchronized void unpack(Path directory) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = folder() + "/" + name;
    byte[] library;
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no SQLite library for this machine: " + resource);
      }
      library = in.readAllBytes();
    }
    Path home = Files.createDirectories(directory.resolve(hash(library)));
    Path file = home.resolve(name);
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
      Path fresh = home.resolve(name + ".new");
      Files.write(fresh, library);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    System.setProperty("org.sqlite.lib.path", home.toAbsolutePath().toString());
    System.setProperty("org.sqlite.lib.name", name);
    System.setProperty("org.sqlite.tmpdir", home.toAbsolutePath().toString());
  }

  /**
   * Where the driver's jar has the library for this machine. The driver finds out by looking at
   * every file that the process has mapped, 40 ms; on usual Linux the answer is known.
   */
  private static String folder() {
    if (System.getProperty("os.name").equals("Linux")) {
      String machine =
          switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "aarch64";
            default -> "";
          };
      boolean musl = Files.exists(Path.of("/lib/ld-musl-" + machine + ".so.1"));
      if (!machine.isEmpty() && !musl) {
        return "/org/sqlite/native/Linux/" + machine;
      }
    }
    return LibraryLoaderUtil.getNativeLibResourcePath();
  }

  /** Tells versions apart; a cryptographic hash costs 60 ms before the JIT knows it. */
  private static String hash(byte[] library) {
    var crc = new CRC32();
    crc.update(library);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
