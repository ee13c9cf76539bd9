package io.sluice.store.embedded;

import io.sluice.pipeline.HeldStore;
import io.sluice.pipeline.HeldStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlHeldStoreTest extends HeldStoreContract {
  private final TempDatabase temp;

  SqlHeldStoreTest(@TempDir Path root) {
    temp = new TempDatabase(root);
  }

  @Override
  protected HeldStore store() {
    return temp.database().heldResponses();
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
