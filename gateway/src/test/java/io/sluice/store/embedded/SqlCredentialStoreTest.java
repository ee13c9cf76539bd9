package io.sluice.store.embedded;

import io.sluice.vault.CredentialStore;
import io.sluice.vault.CredentialStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlCredentialStoreTest extends CredentialStoreContract {
  private final TempDatabase temp;

  SqlCredentialStoreTest(@TempDir Path root) {
    temp = new TempDatabase(root);
  }

  @Override
  protected CredentialStore store() {
    return temp.database().credentials();
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
