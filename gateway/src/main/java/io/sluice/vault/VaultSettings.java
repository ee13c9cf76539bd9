package io.sluice.vault;

import java.util.HashSet;
import java.util.List;

/** The credentials that the configuration names: at most one for a tenant and provider. */
public record VaultSettings(List<CredentialBinding> bindings) {
  public VaultSettings {
    bindings = List.copyOf(bindings);
    var seen = new HashSet<List<String>>();
    for (CredentialBinding binding : bindings) {
      if (!seen.add(List.of(binding.tenant(), binding.provider()))) {
        throw new IllegalArgumentException(
            "two credentials for provider '" + binding.provider() + "' of one tenant");
      }
    }
  }
}
