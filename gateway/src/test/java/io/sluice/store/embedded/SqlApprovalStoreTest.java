package io.sluice.store.embedded;

import io.sluice.approval.ApprovalStore;
import io.sluice.approval.ApprovalStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlApprovalStoreTest extends ApprovalStoreContract {
  private final TempDatabase temp;

  SqlApprovalStoreTest(@TempDir Path root) {
    temp = new TempDatabase(root);
  }

  @Override
  protected ApprovalStore store() {
    return temp.database().approvals();
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
