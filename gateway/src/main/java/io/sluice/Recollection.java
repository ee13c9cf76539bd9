package io.sluice;

import io.sluice.config.Config;
import io.sluice.flow.IndexSettings;
import io.sluice.flow.KnownContent;
import io.sluice.flow.LineageIndex;
import io.sluice.flow.Registered;
import io.sluice.flow.Releases;
import io.sluice.model.Clock;
import io.sluice.store.embedded.MappedFile;
import java.io.IOException;
import java.util.List;

/**
 * What was labelled before and what was registered, each tenant's under a key of its own, and the
 * files that it lies in.
 */
record Recollection(
    LineageIndex index,
    Registered registered,
    Releases releases,
    KnownContent known,
    List<MappedFile> files)
    implements AutoCloseable {
  private static final String KEY = "sluice/lineage/v1/";

  /** What is cleared is little beside what is known. */
  private static final int CLEARED_PART = 4;

  /** Opens, or makes, the files. */
  static Recollection open(Storage storage, Config.Labelling settings, Clock clock)
      throws IOException {
    var directory = storage.directory();
    long bytes = settings.registeredBytes();
    long some = Math.max(IndexSettings.LEAST_BYTES, bytes / CLEARED_PART);
    var traffic = MappedFile.open(directory.file("lineage"), settings.index().bytes());
    var content = MappedFile.open(directory.file("registered"), bytes);
    var clearing = MappedFile.open(directory.file("cleared"), some);
    var made = new Making(storage, clock);
    var index = made.index(traffic, settings.index());
    var registered =
        new Registered(
            new Registered.Indexes(
                made.index(content, IndexSettings.lasting(bytes)),
                made.index(clearing, IndexSettings.lasting(some))),
            new SettingRegistrations(storage.state().settings()),
            clock);
    var releases = new Releases(new SettingReleases(storage.state().settings()), clock);
    var known = new KnownContent(index, registered, releases);
    var files = List.of(traffic, content, clearing);
    return new Recollection(index, registered, releases, known, files);
  }

  /** All indexes share their keys, so that what one knows the other can be asked. */
  private record Making(Storage storage, Clock clock) {
    LineageIndex index(MappedFile file, IndexSettings settings) {
      return new LineageIndex(
          file.memory(), settings, tenant -> storage.keys().derive(KEY + tenant), clock);
    }
  }

  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }
}
