package io.sluice.store.embedded;

import io.sluice.store.SettingStore;
import io.sluice.store.SettingStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlSettingStoreTest extends SettingStoreContract {
  private final TempDatabase temp;

  SqlSettingStoreTest(@TempDir Path root) {
    temp = new TempDatabase(root);
  }

  @Override
  protected SettingStore store() {
    return temp.database().settings();
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
