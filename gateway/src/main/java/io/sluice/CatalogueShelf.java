package io.sluice;

import io.sluice.admin.ManageCatalogue;
import io.sluice.model.Bytes;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Listing;
import io.sluice.registry.Listing.Source;
import io.sluice.registry.ListingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The imported lists in the data directory: one file for each source, and beside it the version
 * before. A crash while one is written leaves the last good one.
 */
final class CatalogueShelf {
  private final Path directory;
  private final Map<Source, Listing> listings = new EnumMap<>(Source.class);

  private CatalogueShelf(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads what is there. A damaged file is an error that says so: prices that vanish in silence
   * would refuse or misprice traffic.
   *
   * @throws IOException if a file is damaged or cannot be read
   */
  static CatalogueShelf open(Path directory) throws IOException {
    var shelf = new CatalogueShelf(directory);
    for (Source source : Source.values()) {
      Path file = shelf.file(source, "");
      if (Files.exists(file)) {
        try {
          shelf.listings.put(source, ListingFile.read(Bytes.owning(Files.readAllBytes(file))));
        } catch (IOException e) {
          throw new IOException(
              e.getMessage()
                  + ": catalogue/"
                  + file.getFileName()
                  + "; take it away and import again",
              e);
        }
      }
    }
    return shelf;
  }

  /** What is in force, in no order. */
  synchronized List<Listing> listings() {
    return new ArrayList<>(listings.values());
  }

  /** The port of the use case, which swaps what {@code snapshots} has. */
  ManageCatalogue.Shelf over(Snapshots snapshots) {
    return new ManageCatalogue.Shelf() {
      @Override
      public Catalogue inForce() {
        return snapshots.catalogue();
      }

      @Override
      public void replace(Listing next) throws IOException {
        put(next, snapshots);
      }
    };
  }

  private synchronized void put(Listing next, Snapshots snapshots) throws IOException {
    Map<Source, Listing> after = new EnumMap<>(listings);
    after.put(next.version().source(), next);
    Bytes text = ListingFile.write(next);
    Path fresh = file(next.version().source(), ".new");
    WholeFile.force(fresh, text);
    snapshots.swap(List.copyOf(after.values()));
    listings.putAll(after);
    Path current = file(next.version().source(), "");
    if (Files.exists(current)) {
      Path before = file(next.version().source(), ".before");
      Files.copy(current, before, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(fresh, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(Source source, String suffix) {
    return directory.resolve(source.word() + suffix + ".json");
  }
}
