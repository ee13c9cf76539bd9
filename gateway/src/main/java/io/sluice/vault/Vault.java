package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import io.sluice.model.Stop;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The provider credentials in force, in memory. Sources are read when {@link #refresh} or {@link
 * #reload} is called, never for an exchange; a source that fails then keeps its last good value.
 */
public final class Vault {
  /** A configured credential that cannot be used, and why; safe to show to operators. */
  public record Problem(String tenant, String provider, String reason) {}

  private record Name(String tenant, String provider) {}

  /** A value with its end; {@code key} is null unless it is stored. */
  private record Version(
      Credential credential, CredentialRecord.@Nullable Key key, @Nullable Instant retiresAt) {}

  /** What one binding gave: newest version first. */
  private record Supply(CredentialBinding binding, List<Version> versions, String problem) {}

  /** Why a source gave nothing. */
  private static final class Unusable extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final String reason;

    Unusable(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  private final Map<String, String> environment;
  private final CredentialStore store;
  private final CredentialSeal seal;
  private final Clock clock;
  private final AtomicLong turns = new AtomicLong();
  private long lastTurn;
  private volatile VaultSettings settings = new VaultSettings(List.of());
  private final Set<CredentialRecord.Key> revoked = new HashSet<>();
  private volatile Map<Name, Supply> supplies = Map.of();

  /**
   * A vault without credentials until {@link #reload}.
   *
   * @param environment the variables that settings may name
   */
  public Vault(
      Map<String, String> environment, CredentialStore store, CredentialSeal seal, Clock clock) {
    this.environment = Map.copyOf(environment);
    this.store = store;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * The credential of {@code provider} for this tenant: its own, else that of every tenant. A
   * tenant's own that cannot be used is never replaced by another's.
   *
   * @return empty if none is configured: the provider wants none
   * @throws Stop {@code upstream_credential} if one is configured but cannot be used
   */
  public Optional<Credential> credential(String tenant, String provider) {
    var now = supplies;
    var supply = now.get(new Name(tenant, provider));
    if (supply == null) {
      supply = now.get(new Name(CredentialBinding.EVERY_TENANT, provider));
    }
    if (supply == null) {
      return Optional.empty();
    }
    for (Version version : supply.versions) {
      var retiresAt = version.retiresAt;
      if (retiresAt == null || clock.now().isBefore(retiresAt)) {
        return Optional.of(version.credential);
      }
    }
    throw Fault.of(Code.UPSTREAM_CREDENTIAL, "no usable credential for provider '" + provider + "'")
        .stop();
  }

  /** Names the credential that {@link #credential} would give; empty: none. Nothing secret. */
  public String version(String tenant, String provider) {
    var now = supplies;
    var own = now.get(new Name(tenant, provider));
    var supply = own == null ? now.get(new Name(CredentialBinding.EVERY_TENANT, provider)) : own;
    return supply == null || supply.versions.isEmpty()
        ? ""
        : supply.versions.getFirst().credential.version();
  }

  /** The configured credentials that cannot be used now. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    for (Supply supply : supplies.values()) {
      if (!supply.problem.isEmpty()) {
        var binding = supply.binding;
        problems.add(new Problem(binding.tenant(), binding.provider(), supply.problem));
      }
    }
    problems.sort(Comparator.comparing(Problem::provider).thenComparing(Problem::tenant));
    return problems;
  }

  /** Takes over new settings, and reads every source again. */
  public void reload(VaultSettings newSettings) {
    settings = newSettings;
    refresh();
  }

  /** Reads every source again: after a change in the store, or of a file. */
  public void refresh() {
    long turn = turns.incrementAndGet();
    List<CredentialRecord> stored = null;
    String storeProblem = "";
    try {
      stored = store.all(); // may take long: nobody who revokes must wait for it
    } catch (Stop e) {
      storeProblem = "the store is not available: " + e.fault().code().word();
    }
    takeOver(turn, stored, storeProblem);
  }

  private synchronized void takeOver(
      long turn, @Nullable List<CredentialRecord> stored, String storeProblem) {
    if (turn < lastTurn) {
      return; // somebody who began later, and so read at least as much, was faster
    }
    lastTurn = turn;
    var next = new HashMap<Name, Supply>();
    for (CredentialBinding binding : settings.bindings()) {
      var name = new Name(binding.tenant(), binding.provider());
      next.put(name, supply(binding, stored, storeProblem, supplies.get(name)));
    }
    supplies = Map.copyOf(next);
  }

  /** Takes one stored version out of use, whatever the store says. */
  synchronized void revoked(CredentialRecord.Key key) {
    revoked.add(key); // should the store fail to learn it, no refresh brings it back
    var next = new HashMap<Name, Supply>();
    supplies.forEach(
        (name, supply) -> {
          var left = supply.versions.stream().filter(version -> !key.equals(version.key)).toList();
          var problem = left.isEmpty() && supply.problem.isEmpty() ? "revoked" : supply.problem;
          next.put(name, new Supply(supply.binding, left, problem));
        });
    supplies = Map.copyOf(next);
  }

  private Supply supply(
      CredentialBinding binding,
      @Nullable List<CredentialRecord> stored,
      String storeProblem,
      @Nullable Supply last) {
    try {
      return switch (binding.source()) {
        case CredentialSource.Env env -> plain(binding, "env:" + env.name(), variable(env));
        case CredentialSource.Variables all ->
            plain(binding, "env:" + String.join("+", all.names()), variables(all));
        case CredentialSource.File file -> plain(binding, "file", content(file));
        case CredentialSource.Stored at -> {
          if (stored == null) {
            throw new Unusable(storeProblem);
          }
          yield sealed(binding, at.name(), stored);
        }
      };
    } catch (Unusable e) {
      var kept = last != null && last.binding.equals(binding) ? last.versions : List.<Version>of();
      return new Supply(binding, kept, e.reason);
    }
  }

  private Supply plain(CredentialBinding binding, String origin, Secret secret) {
    var version = origin + "@" + seal.fingerprint(secret);
    var credential = new Credential(binding.provider(), version, binding.host(), secret);
    return new Supply(binding, List.of(new Version(credential, null, null)), "");
  }

  private Secret variable(CredentialSource.Env env) throws Unusable {
    var value = environment.getOrDefault(env.name(), "").strip();
    if (value.isEmpty()) {
      throw new Unusable("the variable " + env.name() + " is not set");
    }
    return Secret.of(value);
  }

  /** The first two must be set; what comes behind may be. */
  private Secret variables(CredentialSource.Variables all) throws Unusable {
    var values = new ArrayList<String>();
    for (String name : all.names()) {
      String value = environment.getOrDefault(name, "").strip();
      if (value.isEmpty() && values.size() < 2) {
        throw new Unusable("the variable " + name + " is not set");
      }
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return Secret.of(String.join(":", values));
  }

  private static Secret content(CredentialSource.File file) throws Unusable {
    try {
      var text = Bytes.owning(PrivateFile.bounded(file.path())).utf8().stripTrailing();
      if (text.isEmpty()) {
        throw new Unusable("the file is empty");
      }
      return Secret.of(text);
    } catch (IOException e) {
      throw new Unusable("the file cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private Supply sealed(CredentialBinding binding, String name, List<CredentialRecord> stored) {
    var slot = new Slot(binding.tenant(), binding.provider(), name);
    var newestFirst =
        stored.stream()
            .filter(record -> record.slot().equals(slot))
            .sorted(Comparator.comparingInt(CredentialRecord::version).reversed())
            .toList();
    var versions = new ArrayList<Version>();
    var problem = "";
    for (CredentialRecord record : newestFirst) {
      if (!record.usable(clock.now()) || revoked.contains(record.key())) {
        continue;
      }
      if (!record.host().equals(binding.host())) {
        problem = record.id() + " is bound to another host than the provider's base_url";
        continue;
      }
      try {
        versions.add(opened(record));
      } catch (SealBroken e) {
        problem = record.id() + " was altered, moved, or sealed under another key";
      }
    }
    if (versions.isEmpty() && problem.isEmpty()) {
      problem = newestFirst.isEmpty() ? "nothing is stored there" : "all versions have ended";
    }
    return new Supply(binding, List.copyOf(versions), problem);
  }

  private Version opened(CredentialRecord record) {
    var secret = seal.open(record);
    var provider = record.slot().provider();
    var credential = new Credential(provider, record.id(), record.host(), secret);
    return new Version(credential, record.key(), record.life().retiresAt());
  }
}
