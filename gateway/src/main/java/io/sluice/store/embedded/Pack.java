package io.sluice.store.embedded;

import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Many sealed things in one file, one after another, and a second file that says where each lies:
 * keeping one costs two writes and no file of its own. What is erased is overwritten with zeros.
 *
 * <p>{@code places} begins with the generation of the pack it speaks of, so that changing its name
 * is what puts a new pack in force. A crash leaves bytes that no place points to, a part of a
 * place, or a pack that is not in force; opening takes the last two away. Confined to its owner's
 * lock.
 */
final class Pack implements AutoCloseable {
  private static final String PLACES = "places";
  private static final String ENDING = ".pack";
  private static final int ID_BYTES = 16;
  private static final int PLACE_BYTES = 32;
  private static final int SCAN_BYTES = 2_048 * PLACE_BYTES;
  private static final byte[] NOBODY = new byte[ID_BYTES];

  private final Path directory;
  private FileChannel content;
  private FileChannel places;
  private long generation;
  private long end;
  private long placesEnd;

  /** Where one thing lies; {@code slot}: where its place stands. */
  private record Place(long slot, Bytes id, long offset, int length) {}

  private Pack(Path directory) throws IOException {
    this.directory = directory;
    places = channel(directory.resolve(PLACES));
    if (places.size() < PLACE_BYTES) {
      start(places, 0);
    }
    var header = read(places, 0, PLACE_BYTES);
    generation = header.getLong(0);
    content = channel(directory.resolve(generation + ENDING));
    end = content.size();
    placesEnd = places.size() / PLACE_BYTES * PLACE_BYTES;
    places.truncate(placesEnd);
  }

  /** Opens the pack of that directory, or begins one. */
  static Pack open(Path directory) throws IOException {
    Files.createDirectories(directory);
    var pack = new Pack(directory);
    try (Stream<Path> all = Files.list(directory)) {
      for (Path one : all.toList()) {
        String name = String.valueOf(one.getFileName());
        boolean left = name.endsWith(ENDING) && !name.equals(pack.generation + ENDING);
        if (left || name.equals(PLACES + ".new")) {
          Files.delete(one);
        }
      }
    }
    return pack;
  }

  /** Keeps more, by their names; a later one of the same name goes before an earlier one. */
  void add(Map<String, Bytes> sealed) throws IOException {
    int bytes = sealed.values().stream().mapToInt(Bytes::length).sum();
    var all = ByteBuffer.allocate(bytes);
    var lines = ByteBuffer.allocate(sealed.size() * PLACE_BYTES);
    for (var one : sealed.entrySet()) {
      Bytes content = one.getValue();
      long at = end + all.position();
      all.put(content.array(), content.offset(), content.length());
      line(lines, new Place(0, Bytes.owning(id(one.getKey())), at, content.length()));
    }
    write(content, all.array(), 0, bytes, end);
    end += bytes;
    write(places, lines.array(), 0, lines.capacity(), placesEnd);
    placesEnd += lines.capacity();
  }

  /** The last one kept under that name. */
  Optional<Bytes> find(String name) throws IOException {
    List<Place> found = places(Set.of(name));
    return found.isEmpty() ? Optional.empty() : Optional.of(read(found.getLast()));
  }

  /** Overwrites what was kept under these names; how many there were. */
  int erase(Set<String> names) throws IOException {
    List<Place> found = places(names);
    for (Place one : found) {
      write(content, new byte[one.length], 0, one.length, one.offset);
    }
    if (!found.isEmpty()) {
      content.force(true);
    }
    for (Place one : found) {
      write(places, NOBODY, 0, ID_BYTES, one.slot);
    }
    places.force(true);
    return found.size();
  }

  /** Keeps only these; the others are gone with the file they were in. */
  void retain(Set<String> names) throws IOException {
    List<Place> staying = places(names);
    Path fresh = directory.resolve((generation + 1) + ENDING);
    Path freshPlaces = directory.resolve(PLACES + ".new");
    try (var into = channel(fresh);
        var index = channel(freshPlaces)) {
      start(index, generation + 1);
      long at = 0;
      long slot = PLACE_BYTES;
      for (Place one : staying) {
        Bytes sealed = read(one);
        write(into, sealed.array(), sealed.offset(), sealed.length(), at);
        place(index, slot, new Place(slot, one.id, at, one.length));
        at += one.length;
        slot += PLACE_BYTES;
      }
      into.force(true);
      index.force(true);
    }
    Files.move(
        freshPlaces,
        directory.resolve(PLACES),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(directory.resolve(generation + ENDING));
    close();
    places = channel(directory.resolve(PLACES));
    generation++;
    content = channel(fresh);
    end = content.size();
    placesEnd = places.size();
  }

  /** Those of these names that are kept here. */
  boolean holdsAny(Set<String> names) throws IOException {
    return !places(names).isEmpty();
  }

  private List<Place> places(Set<String> names) throws IOException {
    var wanted = names.stream().map(Pack::id).map(ByteBuffer::wrap).toList();
    var asked = Set.copyOf(wanted);
    var found = new ArrayList<Place>();
    for (long from = PLACE_BYTES; from < placesEnd; from += SCAN_BYTES) {
      int length = (int) Math.min(SCAN_BYTES, placesEnd - from);
      ByteBuffer some = read(places, from, length);
      for (int at = 0; at < length; at += PLACE_BYTES) {
        if (asked.contains(some.slice(at, ID_BYTES))) {
          byte[] id = new byte[ID_BYTES];
          some.get(at, id);
          found.add(
              new Place(
                  from + at,
                  Bytes.owning(id),
                  some.getLong(at + ID_BYTES),
                  some.getInt(at + ID_BYTES + 8)));
        }
      }
    }
    return found;
  }

  private Bytes read(Place place) throws IOException {
    if (place.length < 0 || place.offset < 0 || place.offset + place.length > end) {
      throw new IOException("a payload is cut off");
    }
    return Bytes.owning(read(content, place.offset, place.length).array());
  }

  private static ByteBuffer read(FileChannel from, long at, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (from.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("a payload is cut off");
      }
    }
    return buffer.flip();
  }

  private static void start(FileChannel places, long generation) throws IOException {
    var header = ByteBuffer.allocate(PLACE_BYTES).putLong(0, generation);
    write(places, header.array(), 0, PLACE_BYTES, 0);
  }

  private static void place(FileChannel places, long slot, Place place) throws IOException {
    var line = ByteBuffer.allocate(PLACE_BYTES);
    line(line, place);
    write(places, line.array(), 0, PLACE_BYTES, slot);
  }

  private static void line(ByteBuffer into, Place place) {
    int from = into.position();
    into.put(place.id.toArray()).putLong(place.offset).putInt(place.length);
    into.position(from + PLACE_BYTES);
  }

  private static void write(FileChannel into, byte[] bytes, int offset, int length, long at)
      throws IOException {
    var buffer = ByteBuffer.wrap(bytes, offset, length);
    long position = at;
    while (buffer.hasRemaining()) {
      position += into.write(buffer, position);
    }
  }

  /** Names are of any length; sixteen bytes of their hash are told apart. */
  private static byte[] id(String name) {
    return Arrays.copyOf(Sha256.of(name), ID_BYTES);
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    try (var _ = content;
        var _ = places) {
      // both, whatever the first one says
    }
  }
}
