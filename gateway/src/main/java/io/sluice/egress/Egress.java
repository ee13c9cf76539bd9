package io.sluice.egress;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.net.Loops;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends requests to providers over pooled HTTP/1.1 connections. A connection belongs to the loop of
 * the caller it serves, so that bytes never change threads. Redirects are answers like any other:
 * nothing follows them.
 */
public final class Egress implements Upstream {
  private final Loops loops;
  private final EgressSettings settings;
  private final Trust trust;
  private final Clock clock;
  private final Hosts hosts = new Hosts();
  private final LongAdder requests = new LongAdder();
  private final ConcurrentHashMap<String, LongAdder> byOrigin = new ConcurrentHashMap<>();
  private final FastThreadLocal<Pools> pools =
      new FastThreadLocal<>() {
        @Override
        protected Pools initialValue() {
          return new Pools();
        }
      };

  /** A way out on these loops. {@code trust} verifies providers' certificates. */
  public Egress(Loops loops, EgressSettings settings, Trust trust, Clock clock) {
    this.clock = clock;
    this.loops = loops;
    this.settings = settings;
    this.trust = trust;
  }

  /** Requests handed to a connection since the start: the record must know of each. */
  public long requests() {
    return requests.sum();
  }

  /** The same by destination, host and port. */
  public Map<String, Long> requestsByOrigin() {
    var all = new TreeMap<String, Long>();
    byOrigin.forEach((origin, count) -> all.put(origin, count.sum()));
    return all;
  }

  @Override
  public void send(Outbound outbound, Sink sink) {
    if (!(sink.loop() instanceof EventLoop loop)) {
      throw new IllegalArgumentException("answers are moved on event loops only");
    }
    if (loop.inEventLoop()) {
      dispatch(outbound, sink, loop);
    } else {
      loop.execute(() -> dispatch(outbound, sink, loop));
    }
  }

  private void dispatch(Outbound outbound, Sink sink, EventLoop loop) {
    var origin = Origin.of(outbound.target());
    String host = outbound.sign().host();
    if (!host.isEmpty() && !host.equals(origin.bound())) {
      sink.failed(Fault.of(Code.INTERNAL, "the credential is not bound to this provider's host"));
      return;
    }
    Pool pool = pools.get().of(origin, settings);
    Channel kept = pool.take();
    if (kept != null) {
      start(kept, outbound, sink);
    } else if (pool.full()) {
      sink.failed(Fault.of(Code.OVERLOADED, "too many connections to the provider"));
    } else {
      pool.opening();
      hosts.resolve(
          origin.host(),
          loop,
          found -> connect(new Way(origin, pool, loop), found, outbound, sink));
    }
  }

  /** Where a new connection belongs. */
  private record Way(Origin origin, Pool pool, EventLoop loop) {}

  private void connect(Way way, Hosts.Found found, Outbound outbound, Sink sink) {
    if (!(found instanceof Hosts.Found.Address(InetAddress address))) {
      way.pool().closed();
      sink.failed(Fault.of(Code.UPSTREAM_TRANSIENT, "the provider's host name has no address"));
      return;
    }
    var connecting =
        new Bootstrap()
            .group(way.loop())
            .channel(loops.socketType())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connect().toMillis())
            .handler(new Setup(way.origin(), way.pool()))
            .connect(new InetSocketAddress(address, way.origin().port()));
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            start(connecting.channel(), outbound, sink);
          } else {
            way.pool().closed();
            sink.failed(Fault.of(Code.UPSTREAM_TRANSIENT, "no connection to the provider"));
          }
        });
  }

  private void start(Channel channel, Outbound outbound, Sink sink) {
    requests.increment();
    byOrigin
        .computeIfAbsent(Origin.of(outbound.target()).bound(), _ -> new LongAdder())
        .increment();
    channel.pipeline().get(ProviderConnection.class).start(outbound, sink);
  }

  /** What a new connection is made of. */
  private final class Setup extends ChannelInitializer<Channel> {
    private final Origin origin;
    private final Pool pool;

    Setup(Origin origin, Pool pool) {
      this.origin = origin;
      this.pool = pool;
    }

    @Override
    protected void initChannel(Channel channel) {
      var pipeline = channel.pipeline();
      if (origin.tls()) {
        SslHandler handler =
            trust.context().newHandler(channel.alloc(), origin.host(), origin.port());
        handler.setHandshakeTimeoutMillis(settings.connect().toMillis());
        pipeline.addLast(handler);
      }
      var decoding =
          new HttpDecoderConfig()
              .setMaxHeaderSize(settings.headerBytes())
              .setMaxChunkSize(64 << 10);
      pipeline.addLast(new HttpClientCodec(decoding, false, false));
      pipeline.addLast(new ProviderConnection(origin, pool, clock));
    }
  }
}
