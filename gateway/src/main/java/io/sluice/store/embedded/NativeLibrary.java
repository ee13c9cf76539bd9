package io.sluice.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
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
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
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

  private static String hash(byte[] library) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(library);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
