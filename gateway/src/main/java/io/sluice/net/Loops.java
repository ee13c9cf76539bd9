package io.sluice.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The event loops of the process: epoll where the kernel has it, NIO elsewhere. */
public final class Loops implements AutoCloseable {
  private final EventLoopGroup group;
  private final boolean epoll;

  /** Starts {@code count} loops, at least one. */
  public Loops(int count) {
    epoll = Epoll.isAvailable();
    IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(
            Math.max(1, count), new DefaultThreadFactory("sluice-loop", true), factory);
  }

  /** The loops, for bootstraps. */
  public EventLoopGroup group() {
    return group;
  }

  /** The kind of channel that connects on these loops. */
  public Class<? extends SocketChannel> socketType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** The kind of channel that listens on these loops. */
  public Class<? extends ServerChannel> serverType() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Stops the loops and waits for them, at most five seconds. */
  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  private void close(Duration most) {
    group
        .shutdownGracefully(0, most.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(most.toMillis());
  }
}
