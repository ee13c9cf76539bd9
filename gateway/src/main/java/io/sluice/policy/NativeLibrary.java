package io.sluice.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where Cedar's native library is unpacked. Without a call it is a temporary directory that is
 * removed when the process ends.
 */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Unpacks it once into a directory under {@code parent}, named after the version in the class
   * path, and finds it there next time. Called before anything of policy is used.
   *
   * @throws IOException if the directory cannot be made
   */
  public static void keepUnder(Path parent) throws IOException {
    Path directory = parent.resolve("cedar-" + version());
    Files.createDirectories(directory);
    System.setProperty("jne.extract.dir", directory.toString());
    System.setProperty("jne.cleanup.extracted", "false");
  }

  /** Size and age of the jar: a replaced jar never meets the library of the one before. */
  private static String version() throws IOException {
    try {
      var source = BasicAuthorizationEngine.class.getProtectionDomain().getCodeSource();
      Path jar = Path.of(source.getLocation().toURI());
      return Long.toHexString(Files.size(jar))
          + "-"
          + Long.toHexString(Files.getLastModifiedTime(jar).toMillis());
    } catch (URISyntaxException e) {
      throw new IOException("the class path holds no file", e);
    }
  }
}
