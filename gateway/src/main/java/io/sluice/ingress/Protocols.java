package io.sluice.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.sluice.net.Ticks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new connection is made of, by the protocol that it speaks: HTTP/1.1, or HTTP/2 as agreed
 * in the TLS handshake (ALPN) or begun with its preface (RFC 9113, sections 3.2 to 3.4). An offer
 * to upgrade is not taken up.
 */
final class Protocols {
  /** Frames of no use that one connection may send in a row, or in a window of 30 seconds. */
  private static final int USELESS_FRAMES = 200;

  private static final int USELESS_SECONDS = 30;
  private static final int WINDOW_BYTES = 1 << 20;

  private final Listener listener;

  Protocols(Listener listener) {
    this.listener = listener;
  }

  /** For a connection whose TLS handshake says which protocol it speaks. */
  ApplicationProtocolNegotiationHandler agreed() {
    return new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
      @Override
      protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
          http2(ctx.pipeline());
        } else {
          http1(ctx.pipeline());
        }
      }

      @Override
      protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a client that does not trust us, or speaks no TLS, is no news
      }
    };
  }

  /** For a connection whose first bytes say which protocol it speaks. */
  ByteToMessageDecoder shown() {
    return new Preface();
  }

  private void http1(ChannelPipeline pipeline) {
    var sizes = listener.settings().sizes();
    var decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(sizes.lineBytes())
            .setMaxHeaderSize(sizes.headerBytes())
            .setMaxChunkSize(64 << 10);
    var client = new ClientConnection(listener);
    pipeline.addLast(new HeadWatch(client));
    pipeline.addLast(new StrictDecoder(decoding));
    pipeline.addLast(new HttpResponseEncoder());
    pipeline.addLast(client);
  }

  private void http2(ChannelPipeline pipeline) {
    var sizes = listener.settings().sizes();
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(sizes.streams())
            .maxHeaderListSize(sizes.headerBytes())
            .initialWindowSize(WINDOW_BYTES);
    Http2FrameCodec frames =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(settings)
            .validateHeaders(true)
            .decoderEnforceMaxConsecutiveEmptyDataFrames(USELESS_FRAMES)
            .decoderEnforceMaxRstFramesPerWindow(USELESS_FRAMES, USELESS_SECONDS)
            .build();
    pipeline.addLast(frames);
    pipeline.addLast(new Http2MultiplexHandler(new Stream()));
    pipeline.addLast(new Http2Connection(listener, frames));
  }

  /** What one exchange on an HTTP/2 connection is made of. */
  private final class Stream extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
      stream.pipeline().addLast(new ClientConnection(listener));
    }
  }

  /** Waits for as many bytes as it takes to tell HTTP/2's preface from a request line. */
  private final class Preface extends ByteToMessageDecoder implements Ticks.Timed {
    private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    private final long since = System.nanoTime();
    private @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
      Ticks.of(ctx.channel().eventLoop()).add(this);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
      Ticks.of(ctx.channel().eventLoop()).remove(this);
      preface.release();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      int most = Math.min(in.readableBytes(), preface.readableBytes());
      for (int i = 0; i < most; i++) {
        if (in.getByte(in.readerIndex() + i) != preface.getByte(i)) {
          http1(ctx.pipeline());
          ctx.pipeline().remove(this);
          return;
        }
      }
      if (most == preface.readableBytes()) {
        http2(ctx.pipeline());
        ctx.pipeline().remove(this);
      }
    }

    @Override
    public void tick(long now) {
      if (context != null
          && (now - since >= listener.settings().times().head().toNanos() || listener.draining())) {
        context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
  }
}
