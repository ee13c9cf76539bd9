package io.sluice.vault;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Adds, rotates, lists and revokes stored credentials. */
public final class Credentials {
  private static final int MAX_SECRET_BYTES = 16 * 1024;
  private static final int MAX_VERSIONS = 1_000;
  private static final Duration MAX_OVERLAP = Duration.ofDays(30);

  private final CredentialStore store;
  private final CredentialSeal seal;
  private final Vault vault;

  /**
   * @param vault is told of every change
   */
  public Credentials(CredentialStore store, CredentialSeal seal, Vault vault) {
    this.store = store;
    this.seal = seal;
    this.vault = vault;
  }

  /**
   * A new credential for a slot that has no usable one.
   *
   * @param draft whose value is sealed at once and kept nowhere else
   * @throws Stop {@code conflict} if the slot is taken: rotate instead
   */
  public CredentialRecord add(CredentialDraft draft, Instant now) {
    if (of(draft.slot()).stream().anyMatch(version -> version.usable(now))) {
      throw Fault.of(Code.CONFLICT, "this credential exists already: rotate it").stop();
    }
    return put(draft, now, now);
  }

  /**
   * A new version, used for every exchange that starts from now on. The one before stays usable for
   * {@code overlap}, should the new one be revoked.
   *
   * @throws Stop {@code not_found} if there is nothing to rotate
   */
  public CredentialRecord rotate(CredentialDraft draft, Duration overlap, Instant now) {
    if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
      throw invalid("overlap: 0 to " + MAX_OVERLAP.toDays() + " days");
    }
    if (of(draft.slot()).isEmpty()) {
      throw Fault.of(Code.NOT_FOUND, "there is no such credential: add it").stop();
    }
    return put(draft, now.plus(overlap), now);
  }

  /** All versions there ever were, by slot, oldest first. */
  public List<CredentialRecord> list() {
    return store.all();
  }

  /**
   * Takes one version out of use at once: first in memory, so that it is out of use even if the
   * store fails (then this fails too, and has to be repeated before the next start).
   *
   * @throws Stop {@code not_found} if there is no such version
   */
  public void revoke(CredentialRecord.Key key, Instant now) {
    vault.revoked(key);
    if (!store.revoke(key, now.truncatedTo(ChronoUnit.MILLIS))) {
      throw Fault.of(Code.NOT_FOUND, "there is no such version").stop();
    }
  }

  private CredentialRecord put(CredentialDraft draft, Instant othersRetireAt, Instant now) {
    int bytes = draft.secret().openBytes().length;
    if (bytes == 0 || bytes > MAX_SECRET_BYTES) {
      throw invalid("credential: 1 to " + MAX_SECRET_BYTES + " bytes");
    }
    checkName("provider", draft.slot().provider());
    checkName("name", draft.slot().name());
    checkName("tenant", draft.slot().tenant());
    int version = of(draft.slot()).stream().mapToInt(CredentialRecord::version).max().orElse(0) + 1;
    if (version > MAX_VERSIONS) {
      throw invalid("credential: more than " + MAX_VERSIONS + " versions");
    }
    var life =
        new CredentialRecord.Life(now.truncatedTo(ChronoUnit.MILLIS), draft.by(), null, null);
    var credential = seal.seal(draft, version, life);
    store.add(credential, othersRetireAt.truncatedTo(ChronoUnit.MILLIS));
    vault.refresh();
    return credential;
  }

  private List<CredentialRecord> of(Slot slot) {
    return store.all().stream().filter(version -> version.slot().equals(slot)).toList();
  }

  private static void checkName(String field, String text) {
    boolean shown = text.codePoints().noneMatch(Character::isISOControl);
    if (text.isBlank() || text.length() > 100 || !shown) {
      throw invalid(field + ": 1 to 100 characters, none of them control characters");
    }
  }

  private static Stop invalid(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
