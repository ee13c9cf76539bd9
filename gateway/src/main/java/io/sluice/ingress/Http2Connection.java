package io.sluice.ingress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.ReferenceCountUtil;
import io.sluice.net.Ticks;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection: each of its streams is an exchange with a {@link ClientConnection} of its
 * own. Closes when nothing was asked for a while, and takes nothing new when the gateway drains.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter implements Ticks.Timed {
  private final Listener listener;
  private final Http2FrameCodec frames;
  private long since = System.nanoTime();
  private boolean leaving;
  private @Nullable ChannelHandlerContext context;

  Http2Connection(Listener listener, Http2FrameCodec frames) {
    this.listener = listener;
    this.frames = frames;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    Ticks.of(ctx.channel().eventLoop()).add(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    ReferenceCountUtil.release(frame); // of the connection as a whole: settings, pings
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Ticks.of(ctx.channel().eventLoop()).remove(this);
  }

  @Override
  public void tick(long now) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    if (frames.connection().numActiveStreams() > 0) {
      since = now;
      if (listener.draining() && !leaving) {
        leaving = true;
        ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
      }
    } else if (listener.draining()
        || now - since >= listener.settings().times().keepAlive().toNanos()) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
