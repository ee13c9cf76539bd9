package io.sluice.ingress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notes when a request's first byte comes, so that a head sent drop by drop runs out of time. */
final class HeadWatch extends ChannelInboundHandlerAdapter {
  private final ClientConnection connection;

  HeadWatch(ClientConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    connection.bytesCame();
    ctx.fireChannelRead(message);
  }
}
