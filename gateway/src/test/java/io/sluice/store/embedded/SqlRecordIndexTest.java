package io.sluice.store.embedded;

import io.sluice.audit.RecordIndex;
import io.sluice.audit.RecordIndexContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlRecordIndexTest extends RecordIndexContract {
  private final DataDirectory directory;
  private final SqlRecordIndex index;

  SqlRecordIndexTest(@TempDir Path root) throws IOException {
    directory = DataDirectory.open(root.resolve("data"), ProcessHandle.current().pid());
    index = SqlRecordIndex.open(directory);
  }

  @Override
  protected RecordIndex index() {
    return index;
  }

  @AfterEach
  void close() throws IOException {
    index.close();
    directory.close();
  }
}
