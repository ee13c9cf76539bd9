package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.random.RandomGenerator;

/** A key-encryption key in a file of its own, mode 0600, 32 random bytes. */
public final class LocalKey implements KeyEncryption {
  private static final int KEY_BYTES = 32;

  private final Sealing sealing;

  private LocalKey(Secret key, RandomGenerator random) {
    sealing = new Sealing(key, random);
  }

  /**
   * The key in {@code file}.
   *
   * @throws java.nio.file.AccessDeniedException if anybody but the owner may use the file
   * @throws FileSystemException if there is none, or it is no key
   */
  public static LocalKey open(PrivateFile file, RandomGenerator random) throws IOException {
    String path = file.path().toString();
    Secret key =
        file.read()
            .orElseThrow(
                () ->
                    new FileSystemException(
                        path,
                        null,
                        "the key-encryption key is missing; without it the sealed credentials of"
                            + " this data directory are lost: restore it from a backup"));
    if (key.openBytes().length != KEY_BYTES) {
      throw new FileSystemException(path, null, "not a key of " + KEY_BYTES + " bytes");
    }
    return new LocalKey(key, random);
  }

  /** Makes a new key in {@code file}, in place of whatever is there. */
  public static LocalKey create(PrivateFile file, RandomGenerator random) throws IOException {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    var secret = Secret.of(key);
    file.write(secret);
    return new LocalKey(secret, random);
  }

  @Override
  public Bytes wrap(Secret key, Bytes context) {
    return sealing.seal(key, context);
  }

  @Override
  public Secret unwrap(Bytes wrapped, Bytes context) {
    return sealing.open(wrapped, context, "the root key");
  }
}
