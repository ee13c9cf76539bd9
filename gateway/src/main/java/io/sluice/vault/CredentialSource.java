package io.sluice.vault;

import java.nio.file.Path;
import java.util.List;

/** Where a provider's credential comes from: the {@code credential:} of a provider. */
public sealed interface CredentialSource {
  /** A variable of the environment. */
  record Env(String name) implements CredentialSource {}

  /**
   * Several variables that are one credential, with colons between: an access key id, its secret
   * and, where it is set, a session token.
   */
  record Variables(List<String> names) implements CredentialSource {
    public Variables {
      names = List.copyOf(names);
    }
  }

  /** A file that others manage; line ends at its end do not count. */
  record File(Path path) implements CredentialSource {}

  /** Sealed in the store, put there by {@link Credentials}. */
  record Stored(String name) implements CredentialSource {}
}
