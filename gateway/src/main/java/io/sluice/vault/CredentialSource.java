package io.sluice.vault;

import java.nio.file.Path;

/** Where a provider's credential comes from: the {@code credential:} of a provider. */
public sealed interface CredentialSource {
  /** A variable of the environment. */
  record Env(String name) implements CredentialSource {}

  /** A file that others manage; line ends at its end do not count. */
  record File(Path path) implements CredentialSource {}

  /** Sealed in the store, put there by {@link Credentials}. */
  record Stored(String name) implements CredentialSource {}
}
