package io.sluice.store.embedded;

import io.sluice.audit.Backlog;
import io.sluice.model.Bytes;
import io.sluice.vault.BacklogSeal;
import io.sluice.vault.SealBroken;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backlog in a mapped file of fixed size, used as a ring. What is written is the operating
 * system's at once and outlives the process. Each piece is sealed, and overwritten with zeros as
 * soon as it is over, so the file holds what waits and nothing else.
 */
public final class MappedBacklog implements Backlog, AutoCloseable {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** What a piece begins with; its seal says whether it is one. */
  private static final long MARK = 0x736c_7569_6365_0001L;

  private static final int ALIGNED = 64;
  private static final int PAGE = 4_096;
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  private final MappedFile file;
  private final MemorySegment memory;
  private final BacklogSeal seal;
  private final Deque<Place> places = new ArrayDeque<>();
  private long used;
  private long head;

  private MappedBacklog(MappedFile file, BacklogSeal seal) {
    this.file = file;
    this.memory = file.memory();
    this.seal = seal;
    this.used = memory.byteSize();
  }

  /**
   * Opens it; what an earlier process left is there until it is cleared, and nothing can be kept
   * before that.
   *
   * @param bytes its size, a multiple of 64
   * @throws IOException if it cannot be had
   */
  public static MappedBacklog open(Path file, long bytes, BacklogSeal seal) throws IOException {
    return new MappedBacklog(MappedFile.open(file, bytes), seal);
  }

  /** A stretch of the ring; {@code over} once nobody needs it. */
  private final class Place implements Waiting {
    final long at;
    final long length;
    boolean over;

    Place(long at, long length) {
      this.at = at;
      this.length = length;
    }

    @Override
    public void over() {
      memory.asSlice(at, length).fill((byte) 0);
      free(this);
    }
  }

  @Override
  public Waiting keep(Bytes content) {
    Bytes sealed = seal.seal(content);
    Place place = take(aligned(HEAD + sealed.length()));
    if (place == null) {
      return Waiting.NOTHING;
    }
    MemorySegment from = MemorySegment.ofArray(sealed.array());
    MemorySegment.copy(from, sealed.offset(), memory, place.at + HEAD, sealed.length());
    memory.set(INT, place.at + Long.BYTES, sealed.length());
    memory.set(LONG, place.at, MARK);
    return place;
  }

  private synchronized @Nullable Place take(long length) {
    long rest = memory.byteSize() - head;
    long skipped = length > rest ? rest : 0;
    if (used + skipped + length > memory.byteSize()) {
      return null;
    }
    if (skipped > 0) {
      var gap = new Place(head, skipped);
      gap.over = true;
      places.add(gap);
      head = 0;
    }
    var place = new Place(head, length);
    places.add(place);
    head = (head + length) % memory.byteSize();
    used += skipped + length;
    return place;
  }

  private synchronized void free(Place place) {
    place.over = true;
    while (!places.isEmpty() && places.getFirst().over) {
      used -= places.removeFirst().length;
    }
  }

  @Override
  public List<Bytes> left() {
    var all = new ArrayList<Bytes>();
    for (long at = 0; at + HEAD <= memory.byteSize(); at += ALIGNED) {
      if (memory.get(LONG, at) == MARK) {
        open(at).ifPresent(all::add);
      }
    }
    return all;
  }

  private Optional<Bytes> open(long at) {
    int length = memory.get(INT, at + Long.BYTES);
    if (length < 0 || at + HEAD + length > memory.byteSize()) {
      return Optional.empty();
    }
    byte[] sealed = memory.asSlice(at + HEAD, length).toArray(ValueLayout.JAVA_BYTE);
    try {
      return Optional.of(seal.open(Bytes.owning(sealed)));
    } catch (SealBroken e) {
      return Optional.empty(); // half written, or of another installation
    }
  }

  @Override
  public synchronized void clear() {
    var nothing = MemorySegment.ofArray(new byte[PAGE]);
    for (long at = 0; at < memory.byteSize(); at += PAGE) {
      var page = memory.asSlice(at, Math.min(PAGE, memory.byteSize() - at));
      if (page.mismatch(nothing.asSlice(0, page.byteSize())) >= 0) {
        page.fill((byte) 0); // pages that nothing was written to take no room, and shall not
      }
    }
    used = 0;
    head = 0;
    places.clear();
  }

  private static long aligned(long length) {
    return (length + ALIGNED - 1) / ALIGNED * ALIGNED;
  }

  @Override
  public void close() {
    file.close();
  }
}
