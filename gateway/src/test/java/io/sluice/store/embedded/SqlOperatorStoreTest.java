package io.sluice.store.embedded;

import io.sluice.identity.OperatorStore;
import io.sluice.identity.OperatorStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlOperatorStoreTest extends OperatorStoreContract {
  private final TempDatabase temp;

  SqlOperatorStoreTest(@TempDir Path root) {
    temp = new TempDatabase(root);
  }

  @Override
  protected OperatorStore store() {
    return temp.database().operators();
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
