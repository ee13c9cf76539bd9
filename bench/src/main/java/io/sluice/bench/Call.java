package io.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection of an application. */
final class Call extends Peer {
  /** What happens on a connection. */
  interface Listener {
    /** A whole answer is here. */
    void answered(Call call, byte[] bytes, int length);

    /** Bytes of an answer are here: the first {@code filled} ones. */
    default void arriving(Call call, byte[] bytes, int filled) {}

    /** The gateway closed the connection. */
    void lost(Call call);
  }

  private final Listener listener;
  private long since;

  private Call(Loop loop, SocketChannel channel, Listener listener) throws IOException {
    super(loop, channel);
    this.listener = listener;
  }

  /** Connects to {@code port} of this machine. */
  static Call connect(Loop loop, int port, Listener listener) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new Call(loop, SocketChannel.open(address), listener);
  }

  /** Sends one request; its time counts from {@code due} (nanoTime). */
  void ask(ByteBuffer request, long due) {
    since = due;
    send(request);
  }

  /** From when the time of the last request counts. */
  long since() {
    return since;
  }

  @Override
  void arrived(byte[] bytes, int filled) {
    listener.arriving(this, bytes, filled);
  }

  @Override
  void message(byte[] bytes, int length) {
    listener.answered(this, bytes, length);
  }

  @Override
  void gone() {
    listener.lost(this);
  }
}
