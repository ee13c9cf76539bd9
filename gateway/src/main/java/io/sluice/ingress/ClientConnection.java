package io.sluice.ingress;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.net.Client;
import io.sluice.net.Ticks;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection of a client: one request at a time; what a client sends ahead waits its
 * turn, and a client that sends too far ahead is not read. Or one stream of an HTTP/2 connection,
 * which is a connection with one request.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Ticks.Timed {
  private static final int AHEAD = 64;
  private static final long DISCARD_NANOS = 2_000_000_000L;

  private enum Phase {
    /** Between requests. */
    IDLE,
    /** A request's body is coming, its exchange may be under way. */
    BODY,
    /** The body is in; the answer is not out. */
    ANSWER,
    /** The answer is out before the body was in: what comes is dropped. */
    DISCARD,
    CLOSED
  }

  private final Listener listener;
  private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>();
  private Phase phase = Phase.IDLE;
  private long since = System.nanoTime();
  private boolean headBegun = true;
  private boolean answered;
  private boolean reusable = true;
  private @Nullable Inbox inbox;
  private @Nullable Client client;
  private @Nullable ChannelHandlerContext context;
  private long reserved;

  ClientConnection(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Ticks.of(ctx.channel().eventLoop()).add(this);
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
      return;
    }
    boolean next = part instanceof HttpRequest && phase != Phase.IDLE;
    if (next || !ahead.isEmpty()) {
      ahead.add(part);
      if (ahead.size() >= AHEAD) {
        ctx.channel().config().setAutoRead(false);
      }
      return;
    }
    take(ctx, part);
  }

  private void take(ChannelHandlerContext ctx, HttpObject part) {
    try {
      since = System.nanoTime();
      if (part.decoderResult().isFailure()) {
        malformed(ctx, part);
        return;
      }
      if (part instanceof HttpRequest request) {
        begin(ctx, request);
      }
      if (part instanceof HttpContent content) {
        body(ctx, content);
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    var head = new RequestHead(request, listener.settings());
    long length = head.contentLength();
    Fault fault = head.fault();
    long room = length >= 0 ? length : listener.settings().sizes().bodyBytes() / 32;
    if (fault == null && !listener.inFlight().reserve(room)) {
      fault =
          Fault.of(Code.OVERLOADED, "too many request bytes under way")
              .after(listener.retryAfter());
    } else if (fault == null) {
      reserved = room;
    }
    boolean keep = HttpUtil.isKeepAlive(request) && (fault == null || length <= 0);
    if (fault == null && HttpUtil.is100ContinueExpected(request)) {
      ctx.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
    phase = Phase.BODY;
    answered = false;
    var body = new Inbox(listener.settings().sizes().bodyBytes(), length);
    inbox = body;
    var traits =
        new Client.Traits(
            keep,
            "HEAD".equals(request.method().name()),
            request.protocolVersion().isKeepAliveDefault(),
            since + listener.settings().times().exchange().toNanos());
    var asking = new Client(ctx.channel(), traits, (again, out) -> finished(ctx, again, out));
    client = asking;
    listener.serve(new Arrival(head.line(ctx.channel()), body, asking), fault);
  }

  private void body(ChannelHandlerContext ctx, HttpContent content) {
    Inbox filling = inbox;
    if (phase == Phase.BODY && filling != null) {
      if (!filling.append(content.content())) {
        reusable = false;
      }
      if (content instanceof LastHttpContent) {
        filling.finish();
        phase = Phase.ANSWER;
      }
    }
    if (content instanceof LastHttpContent && (phase == Phase.DISCARD || answered)) {
      next(ctx);
    }
  }

  /** The answer is out. */
  private void finished(ChannelHandlerContext ctx, boolean again, ChannelFuture written) {
    answered = true;
    client = null;
    listener.inFlight().release(reserved);
    reserved = 0;
    reusable &= again;
    if (phase == Phase.BODY) {
      phase = Phase.DISCARD;
      since = System.nanoTime();
    } else if (!reusable || listener.draining()) {
      phase = Phase.CLOSED;
      written.addListener(ChannelFutureListener.CLOSE);
    } else if (phase == Phase.ANSWER) {
      next(ctx);
    }
  }

  private void next(ChannelHandlerContext ctx) {
    inbox = null;
    if (!reusable || listener.draining()) {
      phase = Phase.CLOSED;
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    phase = Phase.IDLE;
    headBegun = false;
    since = System.nanoTime();
    while (!ahead.isEmpty() && (phase == Phase.IDLE || !(ahead.peek() instanceof HttpRequest))) {
      take(ctx, ahead.poll());
    }
    if (ahead.size() < AHEAD / 2) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void malformed(ChannelHandlerContext ctx, HttpObject part) {
    Inbox filling = inbox;
    if (phase == Phase.BODY && filling != null) {
      reusable = false;
      filling.fail(Fault.of(Code.INVALID_REQUEST, "the request body is not framed as HTTP asks"));
      return;
    }
    if (phase != Phase.IDLE) {
      ctx.close();
      return;
    }
    phase = Phase.ANSWER;
    reusable = false;
    inbox = new Inbox(1_024, 0);
    var traits = new Client.Traits(false, false, true, since + DISCARD_NANOS);
    var asking = new Client(ctx.channel(), traits, (again, out) -> finished(ctx, false, out));
    client = asking;
    Fault fault = RequestHead.malformed(part.decoderResult().cause());
    var line = RequestHead.unknown(ctx.channel());
    listener.serve(new Arrival(line, new Inbox(1_024, 0), asking), fault);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    since = System.nanoTime();
    if (client != null) {
      client.writabilityChanged();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSED;
    Ticks.of(ctx.channel().eventLoop()).remove(this);
    listener.inFlight().release(reserved);
    reserved = 0;
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    if (inbox != null) {
      inbox.fail(Fault.of(Code.CLIENT_GONE, "the client closed the connection"));
    }
    if (client != null) {
      client.gone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  public void tick(long now) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    var times = listener.settings().times();
    long waited = now - since;
    boolean late =
        switch (phase) {
          case IDLE ->
              waited >= (headBegun ? times.head() : times.keepAlive()).toNanos()
                  || listener.draining();
          case BODY -> waited >= times.bodyIdle().toNanos();
          case ANSWER -> !ctx.channel().isWritable() && waited >= times.write().toNanos();
          case DISCARD -> waited >= DISCARD_NANOS;
          case CLOSED -> false;
        };
    if (late && phase == Phase.BODY && inbox != null && !answered) {
      reusable = false;
      inbox.fail(Fault.of(Code.REQUEST_TIMEOUT, "the request body did not come in time"));
      since = now;
    } else if (late) {
      ctx.close();
    }
  }

  /** Bytes came in, decoded or not: between requests they are the beginning of a head. */
  void bytesCame() {
    if (phase == Phase.IDLE && !headBegun) {
      headBegun = true;
      since = System.nanoTime();
    }
  }
}
