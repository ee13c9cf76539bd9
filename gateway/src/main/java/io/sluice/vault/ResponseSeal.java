package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Seals answers that are kept so that a caller can go on from them, each tenant's under a key of
 * its own. What is sealed opens only for the tenant and id that it was sealed for.
 */
public final class ResponseSeal {
  private static final String LABEL = "sluice/responses/v1/";
  private final ConcurrentHashMap<String, Sealing> byTenant = new ConcurrentHashMap<>();
  private final KeyRing keys;
  private final RandomGenerator random;

  /**
   * @param random the source of nonces: a {@code SecureRandom}, except in tests
   */
  public ResponseSeal(KeyRing keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  /** Seals {@code plain} for that tenant's answer {@code id}. */
  public Bytes seal(String tenant, String id, Bytes plain) {
    return sealing(tenant).seal(plain, context(tenant, id));
  }

  /**
   * What was sealed for that tenant's answer {@code id}.
   *
   * @throws SealBroken if it was altered, moved, or sealed under another key
   */
  public Bytes open(String tenant, String id, Bytes sealed) {
    Secret plain = sealing(tenant).open(sealed, context(tenant, id), "a kept answer");
    return Bytes.owning(plain.openBytes());
  }

  private static Bytes context(String tenant, String id) {
    return Bytes.utf8(tenant.length() + ":" + tenant + id);
  }

  private Sealing sealing(String tenant) {
    return byTenant.computeIfAbsent(tenant, one -> new Sealing(keys.derive(LABEL + one), random));
  }
}
