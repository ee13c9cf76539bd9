package io.sluice.vault;

import io.sluice.model.Secret;

/**
 * A credential as an operator hands it in.
 *
 * @param host the host of the provider's {@code base_url} in the configuration in force
 * @param by the operator's name
 */
public record CredentialDraft(Slot slot, BoundHost host, Secret secret, String by) {}
