package io.sluice.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One connection on the loop: gathers whole messages, sends what it is given. */
abstract class Peer implements Loop.Watcher {
  private static final ThreadLocal<ByteBuffer> READ =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(256 * 1024));

  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private byte[] held = new byte[6 * 1024];
  private int filled;
  private boolean over;

  /** Takes over {@code channel}, which is connected. */
  Peer(Loop loop, SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = loop.register(channel, SelectionKey.OP_READ, this);
  }

  /** More of a message is in the first {@code filled} bytes. */
  void arrived(byte[] bytes, int filled) {}

  /** A whole message is in the first {@code length} bytes, which are used again afterwards. */
  abstract void message(byte[] bytes, int length);

  /** The other side is gone, or this side hung up because of an error. */
  abstract void gone();

  @Override
  public final void ready(SelectionKey ready) {
    try {
      if (ready.isWritable()) {
        flush();
      }
      if (ready.isReadable()) {
        read();
      }
    } catch (IOException e) {
      hangUp();
      gone();
    }
  }

  private void read() throws IOException {
    ByteBuffer buffer = READ.get().clear();
    int count = channel.read(buffer);
    if (count < 0) {
      hangUp();
      gone();
      return;
    }
    buffer.flip();
    if (filled + count > held.length) {
      held = Arrays.copyOf(held, Math.max(filled + count, held.length * 2));
    }
    buffer.get(held, filled, count);
    filled += count;
    arrived(held, filled);
    for (int length = Framing.length(held, filled);
        length > 0 && !over;
        length = Framing.length(held, filled)) {
      message(held, length);
      System.arraycopy(held, length, held, 0, filled - length);
      filled -= length;
    }
  }

  /** Sends all of {@code bytes}, now or when the other side has room. */
  final void send(ByteBuffer bytes) {
    if (over) {
      return;
    }
    if (unsent.hasRemaining()) {
      unsent = ByteBuffer.allocate(unsent.remaining() + bytes.remaining()).put(unsent).put(bytes);
      unsent.flip();
      return;
    }
    try {
      channel.write(bytes);
      if (bytes.hasRemaining()) {
        unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      hangUp();
      gone();
    }
  }

  private void flush() throws IOException {
    channel.write(unsent);
    if (!unsent.hasRemaining()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /** Closes the connection from this side. */
  final void hangUp() {
    over = true;
    try {
      channel.close();
    } catch (IOException e) {
      // it is closed either way
    }
  }

  /** True once the connection is closed. */
  final boolean over() {
    return over;
  }
}
