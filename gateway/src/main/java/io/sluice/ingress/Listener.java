package io.sluice.ingress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Lifeline;
import io.sluice.net.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One listening port and what is under way behind it. */
public final class Listener implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(32 << 10, 128 << 10);

  private final ServerSettings settings;
  private final Front front;
  private final InFlight inFlight;
  private final @Nullable LiveCertificates tls;
  private final Protocols protocols = new Protocols(this);
  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
  private final Set<Arrival> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable Channel channel;
  private volatile boolean draining;

  Listener(ServerSettings settings, Front front, @Nullable LiveCertificates tls) {
    this.settings = settings;
    this.front = front;
    this.tls = tls;
    inFlight = new InFlight(settings.sizes().inFlightBytes(), settings.sizes().exchanges());
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if the port cannot be had
   */
  void open(Loops loops) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .childHandler(new Setup())
            .bind(settings.listen())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + settings.listen(), bound.cause());
    }
    channel = bound.channel();
  }

  /** The address it listens on, with the port that was given where 0 was asked. */
  public InetSocketAddress address() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("not listening");
    }
    return (InetSocketAddress) open.localAddress();
  }

  /** True if it speaks TLS. */
  public boolean secure() {
    return tls != null;
  }

  /**
   * What came of a look at the files of the certificate.
   *
   * @param taken false: nothing is new
   * @param before when the certificate that was in force expires; empty: nothing is new
   * @param after when the one that now is does
   */
  public record Renewal(boolean taken, String before, String after) {
    static final Renewal NONE = new Renewal(false, "", "");
  }

  /**
   * Takes up a certificate whose files changed, for connections made from now on.
   *
   * @throws IOException if they changed and cannot be used; the last good one stays in force
   */
  public Renewal renew() throws IOException {
    return tls == null ? Renewal.NONE : tls.renew();
  }

  /** The certificate that it shows now, as a PEM file holds it; empty: it speaks no TLS. */
  public Optional<String> certificate() {
    return Optional.ofNullable(tls).map(LiveCertificates::own);
  }

  @Nullable LiveCertificates certificates() {
    return tls;
  }

  /** Exchanges under way. */
  public int exchanges() {
    return inFlight.exchanges();
  }

  /** Connections open. */
  public int connections() {
    return connections.size();
  }

  /**
   * Accepts nothing new, lets what is under way finish, and cuts what is left after {@code most}.
   */
  public void drain(Duration most) {
    draining = true;
    Channel open = channel;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
    long end = System.nanoTime() + most.toNanos();
    while (inFlight.exchanges() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(20_000_000);
    }
    underWay.forEach(arrival -> arrival.client().lifeline().trip(Lifeline.Reason.DRAIN));
    long last = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (inFlight.exchanges() > 0 && System.nanoTime() - last < 0) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() {
    draining = true;
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
    connections.forEach(Channel::close);
  }

  ServerSettings settings() {
    return settings;
  }

  InFlight inFlight() {
    return inFlight;
  }

  boolean draining() {
    return draining;
  }

  /** How long a caller should wait when the gateway is full. */
  Duration retryAfter() {
    return Duration.ofSeconds(1);
  }

  /** False: there are as many connections as there may be. */
  private boolean opened(Channel connection) {
    if (draining || connections.size() >= settings.sizes().connections()) {
      return false;
    }
    connection.closeFuture().addListener(_ -> connections.remove(connection));
    return connections.add(connection);
  }

  /** Starts the thread of one request; {@code fault}: it failed already. */
  void serve(Arrival arrival, @Nullable Fault fault) {
    if (fault == null && !inFlight.enter()) {
      var full = Fault.of(Code.OVERLOADED, "too many exchanges under way");
      Thread.ofVirtual().start(() -> front.refuse(arrival, full.after(retryAfter())));
      return;
    }
    if (fault != null) {
      Thread.ofVirtual().start(() -> front.refuse(arrival, fault));
      return;
    }
    underWay.add(arrival);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                front.serve(arrival);
              } catch (RuntimeException | Error bug) {
                arrival.client().fail();
                throw bug;
              } finally {
                underWay.remove(arrival);
                inFlight.leave();
              }
            });
  }

  /** What a new connection is made of. */
  private final class Setup extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      if (!opened(connection)) {
        connection.close();
        return;
      }
      var pipeline = connection.pipeline();
      if (tls != null) {
        pipeline.addLast(tls.context().newHandler(connection.alloc()));
        pipeline.addLast(protocols.agreed());
      } else {
        pipeline.addLast(protocols.shown());
      }
    }
  }
}
