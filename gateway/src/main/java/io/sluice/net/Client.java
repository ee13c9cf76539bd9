package io.sluice.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.model.Bytes;
import io.sluice.model.Deadline;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Lifeline;
import io.sluice.pipeline.Caller;
import io.sluice.pipeline.Head;
import io.sluice.pipeline.Passage;
import io.sluice.pipeline.Relay;
import org.jspecify.annotations.Nullable;

/**
 * The caller's side of one exchange, on one HTTP/1.1 connection or HTTP/2 stream. Its state is
 * confined to the connection's loop; the story calls it from its own thread and is carried over.
 */
public final class Client implements Caller {
  /** What the connection does when this exchange is over on the wire. */
  @FunctionalInterface
  public interface Finished {
    /**
     * On the loop, once.
     *
     * @param reusable if another request may follow on the connection
     * @param written completes when the last byte is out
     */
    void finished(boolean reusable, ChannelFuture written);
  }

  private final @Nullable Channel channel;
  private final EventLoop loop;
  private final Lifeline lifeline = new Lifeline();
  private final Traits traits;
  private final Finished finished;
  private Runnable whenWritable = () -> {};
  private boolean begun;
  private boolean over;

  /** What the request said about its answer: HEAD has no body, HTTP/1.0 no chunks. */
  public record Traits(boolean keepAlive, boolean headOnly, boolean chunks, long deadlineNanos) {}

  /** For one request that came in on {@code channel}. */
  public Client(Channel channel, Traits traits, Finished finished) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.traits = traits;
    this.finished = finished;
  }

  private Client(EventLoop loop, Traits traits) {
    this.channel = null;
    this.loop = loop;
    this.traits = traits;
    this.finished = (_, _) -> {};
  }

  /** A caller whom nobody is: what is written goes nowhere, at any speed. */
  public static Client unheard(EventLoop loop, long deadlineNanos) {
    return new Client(loop, new Traits(true, false, true, deadlineNanos));
  }

  @Override
  public Lifeline lifeline() {
    return lifeline;
  }

  @Override
  public Deadline deadline() {
    return new Deadline(traits.deadlineNanos());
  }

  @Override
  public Relay relay(Passage passage, Head head) {
    return new Pipe(this, passage, head);
  }

  @Override
  public void answer(Head head, Bytes body) {
    if (loop().inEventLoop()) {
      whole(head, body);
    } else {
      loop().execute(() -> whole(head, body));
    }
  }

  /** Something inside the gateway went wrong: says so, or drops an answer that has begun. */
  public void fail() {
    loop()
        .execute(
            () -> {
              if (begun) {
                abort();
              } else {
                whole(new Head(500, Headers.NONE, false), Bytes.EMPTY);
              }
            });
  }

  /** The loop of the connection. */
  EventLoop loop() {
    return loop;
  }

  /** The point on {@link System#nanoTime()} at which the exchange must be over. */
  long deadlineNanos() {
    return traits.deadlineNanos();
  }

  /** True once status and headers were written. */
  boolean begun() {
    return begun;
  }

  /** True once the exchange is over on the wire, or the client left. */
  boolean over() {
    return over || (channel != null && !channel.isActive());
  }

  /** False while the client reads more slowly than we write. */
  boolean writable() {
    return channel == null || channel.isWritable();
  }

  /** The connection can take more, or no more: whoever feeds it is told. On the loop. */
  public void writabilityChanged() {
    whenWritable.run();
  }

  /** The client closed the connection: whatever is under way for it ends. On the loop. */
  public void gone() {
    if (!over) {
      over = true;
      lifeline.trip(Lifeline.Reason.CLIENT_GONE);
    }
  }

  /** Asks to be told when the client reads faster or more slowly. */
  void whenWritable(Runnable told) {
    whenWritable = told;
  }

  /** Writes a whole answer, unless one has begun. */
  void whole(Head head, Bytes body) {
    if (begun || over()) {
      return;
    }
    begun = true;
    if (channel == null) {
      over = true;
      return;
    }
    ByteBuf content = traits.headOnly() ? Unpooled.EMPTY_BUFFER : buffer(body);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(head), content);
    fill(response.headers(), head);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length());
    end(traits.keepAlive(), channel.writeAndFlush(response));
  }

  /** Writes status and headers of a streamed answer. */
  void begin(Head head) {
    if (begun || over()) {
      return;
    }
    begun = true;
    if (channel == null) {
      return;
    }
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status(head));
    fill(response.headers(), head);
    if (traits.chunks()) {
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    channel.write(response, channel.voidPromise());
  }

  /** Writes the next bytes of a streamed answer; {@link #flush()} sends them. */
  void write(Bytes bytes) {
    if (channel != null && !over() && !bytes.isEmpty()) {
      channel.write(new DefaultHttpContent(buffer(bytes)), channel.voidPromise());
    }
  }

  /** Sends what was written. */
  void flush() {
    if (channel != null) {
      channel.flush();
    }
  }

  /** Ends a streamed answer properly. */
  void finish() {
    if (over()) {
      return;
    }
    if (channel == null) {
      over = true;
      return;
    }
    var written = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    end(traits.keepAlive() && traits.chunks(), written);
  }

  /** Drops the connection in the middle of an answer. */
  void abort() {
    if (channel == null) {
      over = true;
    } else if (!over) {
      end(false, channel.close());
    }
  }

  private void end(boolean reusable, ChannelFuture written) {
    over = true;
    whenWritable = () -> {};
    finished.finished(reusable, written);
  }

  private static HttpResponseStatus status(Head head) {
    return HttpResponseStatus.valueOf(head.status());
  }

  private void fill(HttpHeaders headers, Head head) {
    for (Header field : head.headers().fields()) {
      headers.add(field.name(), field.value());
    }
    if (!traits.keepAlive()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private static ByteBuf buffer(Bytes bytes) {
    return Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length());
  }
}
