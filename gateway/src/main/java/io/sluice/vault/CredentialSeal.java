package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals stored credentials, each tenant's under a key of its own. What is sealed opens only for the
 * tenant, provider, name, version and host that it was sealed for.
 */
public final class CredentialSeal {
  private static final int FINGERPRINT_BYTES = 4;

  private final ConcurrentHashMap<String, Sealing> byTenant = new ConcurrentHashMap<>();
  private final KeyRing keys;
  private final RandomGenerator random;
  private final SecretKeySpec fingerprintKey;

  /**
   * @param random the source of nonces: a {@code SecureRandom}, except in tests
   */
  public CredentialSeal(KeyRing keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
    fingerprintKey = new SecretKeySpec(keys.derive(KeyRing.FINGERPRINTS).openBytes(), "HmacSHA256");
  }

  CredentialRecord seal(CredentialDraft draft, int version, CredentialRecord.Life life) {
    var slot = draft.slot();
    var context = slot.context(version, draft.host());
    Bytes sealed = sealing(slot).seal(draft.secret(), context);
    var fingerprint = fingerprint(draft.secret());
    return new CredentialRecord(slot, version, draft.host(), sealed, fingerprint, life);
  }

  /** Throws {@link SealBroken} if anything about the record is not as it was sealed. */
  Secret open(CredentialRecord record) {
    var context = record.slot().context(record.version(), record.host());
    return sealing(record.slot()).open(record.sealed(), context, record.id());
  }

  String fingerprint(Secret secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(fingerprintKey);
      byte[] digest = mac.doFinal(secret.openBytes());
      return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private Sealing sealing(Slot slot) {
    return byTenant.computeIfAbsent(
        slot.tenant(), tenant -> new Sealing(keys.derive(KeyRing.CREDENTIALS + tenant), random));
  }
}
