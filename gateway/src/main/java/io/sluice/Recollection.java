package io.sluice;

import io.sluice.flow.IndexSettings;
import io.sluice.flow.LineageIndex;
import io.sluice.model.Clock;
import io.sluice.store.embedded.MappedFile;
import java.io.IOException;

/** What was labelled before, each tenant's under a key of its own, and the file that it lies in. */
record Recollection(LineageIndex index, MappedFile file) implements AutoCloseable {
  private static final String KEY = "sluice/lineage/v1/";

  /** Opens, or makes, the file. */
  static Recollection open(Storage storage, IndexSettings settings, Clock clock)
      throws IOException {
    var file = MappedFile.open(storage.directory().file("lineage"), settings.bytes());
    var index =
        new LineageIndex(
            file.memory(), settings, tenant -> storage.keys().derive(KEY + tenant), clock);
    return new Recollection(index, file);
  }

  @Override
  public void close() {
    file.close();
  }
}
