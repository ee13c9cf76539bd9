package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.identity.KeyStore;
import io.sluice.identity.KeyStoreContract;
import io.sluice.identity.Sample;
import io.sluice.model.Code;
import io.sluice.model.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void a_damaged_row_is_said_and_does_not_pass_for_a_key() {
    store().add(Sample.fullKey("bot", Sample.tokens(1), Sample.START));
    for (String damage : List.of("digest = x'00'", "budget_period = 'YEAR'", "level = 'top'")) {
      temp.database()
          .call(
              connection -> {
                try (var statement = connection.createStatement()) {
                  return statement.executeUpdate("UPDATE caller_key SET " + damage);
                }
              });
      var stop = catchThrowableOfType(Stop.class, () -> store().live(Sample.START));
      assertThat(stop.fault().code()).isEqualTo(Code.RECORD_UNAVAILABLE);
    }
  }

  @AfterEach
  void close() throws IOException {
    temp.close();
  }
}
