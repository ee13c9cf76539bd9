package io.sluice.egress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import io.sluice.net.Ticks;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Upstream.Flight;
import io.sluice.pipeline.Upstream.Sink;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** One connection to a provider: one request at a time, then back into the pool. */
final class ProviderConnection extends ChannelInboundHandlerAdapter implements Ticks.Timed {
  private final Origin origin;
  private final Pool pool;
  private final Clock clock;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Turn turn;
  private boolean reusable;

  ProviderConnection(Origin origin, Pool pool, Clock clock) {
    this.clock = clock;
    this.origin = origin;
    this.pool = pool;
  }

  /** One request and its answer; once over, its holder can no longer touch the connection. */
  private final class Turn implements Flight {
    final Sink sink;
    final Outbound.Patience patience;
    boolean answered;
    boolean held;
    long since = System.nanoTime();

    Turn(Sink sink, Outbound.Patience patience) {
      this.sink = sink;
      this.patience = patience;
    }

    @Override
    public void reading(boolean wanted) {
      if (turn == this) {
        held = !wanted;
        since = System.nanoTime();
        context().channel().config().setAutoRead(wanted);
      }
    }

    @Override
    public void cancel() {
      if (turn == this) {
        turn = null;
        context().close();
      }
    }

    boolean late(long now) {
      var most = answered ? patience.idle() : patience.firstByte();
      return !held && now - since >= most.toNanos();
    }
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("the connection is not set up");
    }
    return context;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  void start(Outbound outbound, Sink sink) {
    var going = new Turn(sink, outbound.patience());
    turn = going;
    reusable = false;
    Ticks.of(context().channel().eventLoop()).add(this);
    sink.sent(going);
    if (turn == going) {
      context().writeAndFlush(request(outbound), context().voidPromise());
    }
  }

  private DefaultFullHttpRequest request(Outbound outbound) {
    var target = outbound.target();
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    String uri = target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    var body = outbound.body();
    var content = Unpooled.wrappedBuffer(body.array(), body.offset(), body.length());
    var method = HttpMethod.valueOf(outbound.method());
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, uri, content);
    var headers = request.headers();
    headers.set(HttpHeaderNames.HOST, origin.authority());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
    headers.set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
    for (Header field : outbound.headers().fields()) {
      headers.set(field.name(), field.value());
    }
    switch (outbound.sign()) {
      case Outbound.Sign.None() -> {}
      case Outbound.Sign.Header(String name, String prefix, Secret secret, var _) ->
          headers.set(name, prefix + secret.open());
      case Outbound.Sign.Aws aws -> {
        for (Header field : Sigv4.sign(outbound, aws, origin.authority(), clock.now())) {
          headers.set(field.name(), field.value());
        }
      }
    }
    return request;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
        fail(Fault.of(Code.STREAM_BROKEN, "the provider's answer is not valid HTTP"));
        return;
      }
      if (message instanceof HttpResponse response) {
        head(response);
      }
      if (message instanceof HttpContent content) {
        body(content.content());
        if (message instanceof LastHttpContent) {
          last();
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(HttpResponse response) {
    Turn now = turn;
    if (now == null || response.status().code() < 200) {
      return;
    }
    now.answered = true;
    now.since = System.nanoTime();
    reusable = HttpUtil.isKeepAlive(response);
    if (response.headers().contains(HttpHeaderNames.CONTENT_ENCODING)
        && !response.headers().contains(HttpHeaderNames.CONTENT_ENCODING, "identity", true)) {
      fail(Fault.of(Code.STREAM_BROKEN, "the provider compressed an answer nobody asked it to"));
      return;
    }
    var fields = new ArrayList<Header>(response.headers().size());
    response.headers().forEach(field -> fields.add(new Header(field.getKey(), field.getValue())));
    now.sink.head(response.status().code(), new Headers(fields));
  }

  private void body(ByteBuf content) {
    Turn now = turn;
    if (now != null && now.answered && content.isReadable()) {
      now.since = System.nanoTime();
      var copy = new byte[content.readableBytes()];
      content.readBytes(copy);
      now.sink.body(Bytes.owning(copy));
    }
  }

  private void last() {
    Turn done = turn;
    if (done == null || !done.answered) {
      return;
    }
    turn = null;
    Ticks.of(context().channel().eventLoop()).remove(this);
    if (reusable) {
      context().channel().config().setAutoRead(true);
      pool.put(context().channel());
    } else {
      context().close();
    }
    done.sink.end();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (turn != null) {
      turn.sink.quiet();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pool.closed();
    Ticks.of(ctx.channel().eventLoop()).remove(this);
    fail(Fault.of(Code.STREAM_BROKEN, "the provider closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(Fault.of(Code.STREAM_BROKEN, "the connection to the provider failed"));
  }

  @Override
  public void tick(long now) {
    Turn current = turn;
    if (current != null && current.late(now)) {
      fail(
          Fault.of(
              Code.UPSTREAM_TIMEOUT,
              current.answered
                  ? "the provider fell silent in the middle of its answer"
                  : "the provider did not answer in time"));
    }
  }

  private void fail(Fault fault) {
    Turn failed = turn;
    turn = null;
    context().close();
    if (failed != null) {
      failed.sink.failed(fault);
    }
  }
}
