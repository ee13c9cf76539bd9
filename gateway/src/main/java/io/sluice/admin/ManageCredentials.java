package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Secret;
import io.sluice.vault.BoundHost;
import io.sluice.vault.CredentialDraft;
import io.sluice.vault.CredentialRecord;
import io.sluice.vault.Credentials;
import io.sluice.vault.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Stored provider credentials, as operators see them; every change is recorded. */
public final class ManageCredentials {
  private final Credentials credentials;
  private final Function<String, Optional<BoundHost>> hosts;
  private final Journal journal;
  private final Clock clock;

  /** Over these credentials; {@code hosts} gives the host of a declared provider. */
  public ManageCredentials(
      Credentials credentials,
      Function<String, Optional<BoundHost>> hosts,
      Journal journal,
      Clock clock) {
    this.credentials = credentials;
    this.hosts = hosts;
    this.journal = journal;
    this.clock = clock;
  }

  /** All versions there ever were. Needs the role operator. */
  public List<CredentialRecord> list(Operator by) {
    by.require(Role.OPERATOR);
    return credentials.list();
  }

  /** Stores a first version. Needs the role operator. */
  public CredentialRecord add(Slot slot, Secret secret, Operator by) {
    by.require(Role.OPERATOR);
    var made = credentials.add(draft(slot, secret, by), clock.now());
    journal.event("credential.added", by.name(), details(made));
    return made;
  }

  /** Stores a further version; the one before stays for {@code overlap}. Needs operator. */
  public CredentialRecord rotate(Slot slot, Secret secret, Duration overlap, Operator by) {
    by.require(Role.OPERATOR);
    var made = credentials.rotate(draft(slot, secret, by), overlap, clock.now());
    journal.event("credential.rotated", by.name(), details(made));
    return made;
  }

  /** Takes one version out of use at once. Needs the role operator. */
  public void revoke(CredentialRecord.Key key, Operator by) {
    by.require(Role.OPERATOR);
    credentials.revoke(key, clock.now());
    journal.event(
        "credential.revoked",
        by.name(),
        Map.of("provider", key.slot().provider(), "version", Integer.toString(key.version())));
  }

  private CredentialDraft draft(Slot slot, Secret secret, Operator by) {
    BoundHost host =
        hosts
            .apply(slot.provider())
            .orElseThrow(
                () -> Fault.of(Code.NOT_FOUND, "the configuration has no such provider").stop());
    return new CredentialDraft(slot, host, secret, by.name());
  }

  private static Map<String, String> details(CredentialRecord made) {
    return Map.of(
        "provider", made.slot().provider(),
        "tenant", made.slot().tenant(),
        "credential", made.id());
  }
}
