package io.sluice.store.embedded;

import io.sluice.audit.Custody;
import io.sluice.audit.CustodyContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlCustodyTest extends CustodyContract {
  private final DataDirectory directory;
  private final SqlCustody custody;

  SqlCustodyTest(@TempDir Path root) throws IOException {
    directory = DataDirectory.open(root.resolve("data"), ProcessHandle.current().pid());
    custody = SqlCustody.open(directory);
  }

  @Override
  protected Custody custody() {
    return custody;
  }

  @AfterEach
  void close() throws IOException {
    custody.close();
    directory.close();
  }
}
