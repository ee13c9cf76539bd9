package io.sluice.ingress;

import io.netty.buffer.ByteBuf;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request body on its way in: filled on the loop, taken once by the story's thread, which waits
 * for it. It grows with what comes and not with what was announced.
 */
final class Inbox {
  private static final int FIRST_BYTES = 16 << 10;

  private final int most;
  private byte[] bytes;
  private int size;
  private volatile boolean complete;
  private volatile @Nullable Fault fault;
  private volatile @Nullable Thread waiting;

  /**
   * A body of at most {@code most} bytes, of which {@code announced} are expected (-1: unknown).
   */
  Inbox(int most, long announced) {
    this.most = most;
    this.bytes = new byte[(int) Math.max(0, Math.min(FIRST_BYTES, announced))];
  }

  /** Takes the next piece; false if it is more than the body may hold. On the loop. */
  boolean append(ByteBuf piece) {
    int more = piece.readableBytes();
    if (fault != null || more == 0) {
      return fault == null;
    }
    if (more > most - size) {
      fail(Fault.of(Code.TOO_LARGE, "the request body is larger than " + most + " bytes"));
      return false;
    }
    if (size + more > bytes.length) {
      int grown = (int) Math.min(most, Math.max(2L * bytes.length, (long) size + more));
      bytes = Arrays.copyOf(bytes, grown);
    }
    piece.readBytes(bytes, size, more);
    size += more;
    return true;
  }

  /** Everything came. On the loop. */
  void finish() {
    complete = true;
    wake();
  }

  /** It will never be complete. On the loop. */
  void fail(Fault why) {
    if (!complete && fault == null) {
      fault = why;
      bytes = new byte[0];
      wake();
    }
  }

  /** True once everything came. */
  boolean complete() {
    return complete;
  }

  /**
   * Waits for the whole body.
   *
   * @throws io.sluice.model.Stop if it is too large, too slow, or the client left
   */
  Bytes take() {
    waiting = Thread.currentThread();
    while (!complete) {
      Fault failed = fault;
      if (failed != null) {
        throw failed.stop();
      }
      LockSupport.park(this);
    }
    var whole = Bytes.owning(bytes, size);
    bytes = new byte[0];
    return whole;
  }

  private void wake() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
