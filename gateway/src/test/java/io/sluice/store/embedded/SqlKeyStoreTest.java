package io.sluice.store.embedded;

import io.sluice.identity.KeyStore;
import io.sluice.identity.KeyStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlKeyStoreTest extends KeyStoreContract {
  private final TempDatabase temp;

  SqlKeyStoreTest(@TempDir Path root) {
    temp = new TempDatabase(root);
  }

  @Override
  protected KeyStore store() {
    return temp.database().keys();
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
