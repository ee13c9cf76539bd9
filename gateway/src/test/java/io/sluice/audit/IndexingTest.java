package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.RecordIndex.Field;
import io.sluice.audit.RecordIndex.Place;
import io.sluice.audit.RecordIndex.Query;
import io.sluice.audit.RecordIndex.Span;
import io.sluice.model.Bytes;
import io.sluice.store.embedded.DataDirectory;
import io.sluice.store.embedded.SqlRecordIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that is far behind is made as a whole, and says the same as one that grew. */
class IndexingTest {
  private static final int MANY = 60_000;
  private static final int FEW = 5_000;

  @TempDir Path directory;

  private final MemoryLog log = new MemoryLog();

  private void write(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      String text =
          "{\"at\":%d,\"entry\":\"outcome\",\"exchange\":\"x%06d\",\"outcome\":{\"kind\":\"%s\"}}"
              .formatted(i, i, i % 1_000 == 0 ? "failed" : "answered");
      long index = log.submit(Bytes.utf8(text)).await();
      assertThat(index).isEqualTo(i);
    }
  }

  @Test
  void many_entries_and_then_a_few_are_all_found() throws IOException {
    try (var data = DataDirectory.open(directory.resolve("data"), 1);
        var index = SqlRecordIndex.open(data);
        var indexing = new Indexing(log, index)) {
      write(0, MANY);
      assertThat(indexing.step()).isFalse();
      assertThat(index.next()).isEqualTo(MANY);
      write(MANY, MANY + FEW);
      while (indexing.step()) {
        assertThat(indexing.failing()).isFalse();
      }
      assertThat(index.next()).isEqualTo(MANY + FEW);
      var failed = new Query(Map.of(Field.OUTCOME, "failed"), Span.ALL, 0);
      var page = index.search(failed, Place.START, 100);
      assertThat(page.found()).hasSize((MANY + FEW) / 1_000);
      assertThat(page.found().getFirst().exchange().value()).isEqualTo("x064000");
    }
  }
}
