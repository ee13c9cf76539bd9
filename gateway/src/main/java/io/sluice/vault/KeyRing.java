package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The root key in memory, and every other key by derivation (HKDF-SHA256, RFC 5869, the label as
 * info). The root key lies on disk only wrapped by a {@link KeyEncryption}.
 */
public final class KeyRing {
  /** Label of the key under which caller keys and operator tokens are digested. */
  public static final String TOKENS = "sluice/tokens/v1";

  /** Label of the key that payload keys hang from. */
  public static final String PAYLOADS = "sluice/payloads/v1";

  /** Label of the key that proves sealed blocks which callers bring back. */
  public static final String SEALED_BLOCKS = "sluice/sealed-blocks/v1";

  static final String CREDENTIALS = "sluice/credentials/v1/";
  static final String FINGERPRINTS = "sluice/fingerprints/v1";

  private static final String FINGERPRINT_OF_RING = "sluice/ring-fingerprint/v1";
  private static final Bytes CONTEXT = Bytes.utf8("sluice/root-key/v1");
  private static final String ROOT_FILE = "root.sealed";
  private static final String LOCAL_FILE = "kek";
  private static final int KEY_BYTES = 32;

  private final Secret root;

  private KeyRing(Secret root) {
    this.root = root;
  }

  /**
   * The ring of {@code directory} under a key in the file {@code kek} beside it; both are made at
   * the first start, and never again while a wrapped root key is there.
   *
   * @param directory exists, and only its owner may enter
   * @throws java.nio.file.AccessDeniedException if anybody but the owner may use one of the files
   * @throws java.nio.file.FileSystemException if the root key is there and the file {@code kek} not
   * @throws SealBroken if the two do not belong together
   */
  public static KeyRing local(Path directory, RandomGenerator random) throws IOException {
    var kek = new PrivateFile(directory.resolve(LOCAL_FILE));
    boolean first = !kek.exists() && !Files.exists(directory.resolve(ROOT_FILE));
    var key = first ? LocalKey.create(kek, random) : LocalKey.open(kek, random);
    return open(directory, key, random);
  }

  /**
   * The ring of {@code directory} under {@code encryption}; the root key is made at the first
   * start.
   *
   * @throws SealBroken if the root key was wrapped by another
   */
  public static KeyRing open(Path directory, KeyEncryption encryption, RandomGenerator random)
      throws IOException {
    var file = new PrivateFile(directory.resolve(ROOT_FILE));
    Optional<Secret> wrapped = file.read();
    if (wrapped.isPresent()) {
      return new KeyRing(encryption.unwrap(Bytes.owning(wrapped.get().openBytes()), CONTEXT));
    }
    var fresh = new byte[KEY_BYTES];
    random.nextBytes(fresh);
    var root = Secret.of(fresh);
    file.write(Secret.of(encryption.wrap(root, CONTEXT).toArray()));
    return new KeyRing(root);
  }

  /** Wraps the root key of {@code directory} under another key; nothing else has to change. */
  public void rewrap(Path directory, KeyEncryption encryption) throws IOException {
    var file = new PrivateFile(directory.resolve(ROOT_FILE));
    file.write(Secret.of(encryption.wrap(root, CONTEXT).toArray()));
  }

  /**
   * 16 hexadecimal digits that differ for every ring and tell nothing of its keys. Kept beside what
   * hangs from the ring, they show at the next start whether it is still the same one.
   */
  public String fingerprint() {
    return HexFormat.of().formatHex(derive(FINGERPRINT_OF_RING).openBytes(), 0, 8);
  }

  /** The key of 32 bytes for that label: always the same, and it tells nothing of any other. */
  public Secret derive(String label) {
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(root.openBytes())
              .thenExpand(Bytes.utf8(label).toArray(), KEY_BYTES);
      SecretKey key = KDF.getInstance("HKDF-SHA256").deriveKey("Generic", parameters);
      return Secret.of(key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
    }
  }
}
