package io.sluice.store.embedded;

import io.sluice.audit.Backlog;
import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A backlog in a mapped file of fixed size, used as a ring. What is written is the operating
 * system's at once and outlives the process. Each piece is sealed with AES-256-GCM (NIST SP
 * 800-38D) and overwritten with zeros as soon as it is over, so the file holds what waits and
 * nothing else.
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
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int PREFIX = 6;

  private final MappedFile file;
  private final MemorySegment memory;
  private final SecretKeySpec key;
  private final byte[] prefix = new byte[PREFIX];
  private final Deque<Place> places = new ArrayDeque<>();
  private long used;
  private long head;
  private long count;

  private MappedBacklog(MappedFile file, Secret key, RandomGenerator random) {
    this.file = file;
    this.memory = file.memory();
    this.key = new SecretKeySpec(key.openBytes(), "AES");
    random.nextBytes(prefix);
  }

  /**
   * Opens it; what an earlier process left is there until it is cleared, and nothing can be kept
   * before that.
   *
   * @param bytes its size, a multiple of 64
   * @throws IOException if it cannot be had
   */
  public static MappedBacklog open(Path file, long bytes, Secret key, RandomGenerator random)
      throws IOException {
    var backlog = new MappedBacklog(MappedFile.open(file, bytes), key, random);
    backlog.used = bytes;
    return backlog;
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
    long length = aligned(HEAD + NONCE + content.length() + TAG_BITS / 8);
    byte[] nonce = new byte[NONCE];
    Place place = take(length, nonce);
    if (place == null) {
      return Waiting.NOTHING;
    }
    byte[] sealed =
        cipher(Cipher.ENCRYPT_MODE, nonce, content.array(), content.offset(), content.length());
    MemorySegment.copy(nonce, 0, memory, ValueLayout.JAVA_BYTE, place.at + HEAD, NONCE);
    MemorySegment.copy(
        sealed, 0, memory, ValueLayout.JAVA_BYTE, place.at + HEAD + NONCE, sealed.length);
    memory.set(INT, place.at + Long.BYTES, NONCE + sealed.length);
    memory.set(LONG, place.at, MARK);
    return place;
  }

  private synchronized @Nullable Place take(long length, byte[] nonce) {
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
    System.arraycopy(prefix, 0, nonce, 0, PREFIX);
    ByteBuffer.wrap(nonce, PREFIX, NONCE - PREFIX)
        .putShort((short) (count >>> 32))
        .putInt((int) count);
    count++;
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
    if (length < NONCE || at + HEAD + length > memory.byteSize()) {
      return Optional.empty();
    }
    byte[] sealed = memory.asSlice(at + HEAD, length).toArray(ValueLayout.JAVA_BYTE);
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE);
      return Optional.of(
          Bytes.owning(cipher(Cipher.DECRYPT_MODE, nonce, sealed, NONCE, length - NONCE)));
    } catch (IllegalStateException e) {
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

  private byte[] cipher(int mode, byte[] nonce, byte[] bytes, int offset, int length) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes, offset, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the backlog cannot be sealed or opened", e);
    }
  }

  private static long aligned(long length) {
    return (length + ALIGNED - 1) / ALIGNED * ALIGNED;
  }

  @Override
  public void close() {
    file.close();
  }
}
