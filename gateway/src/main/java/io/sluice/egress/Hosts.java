package io.sluice.egress;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Host names to addresses, by the system's own resolver, which blocks: so on a virtual thread, and
 * remembered for half a minute.
 */
final class Hosts {
  private static final long KEPT_NANOS = 30_000_000_000L;
  private static final int MOST = 1_024;

  /** What a look-up found. */
  sealed interface Found {
    /** One address; all of a name take turns. */
    record Address(InetAddress address) implements Found {}

    /** There is none. */
    record Nothing() implements Found {}
  }

  private record Known(List<InetAddress> addresses, long at) {}

  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
  private final AtomicInteger turns = new AtomicInteger();

  /** Tells {@code then} on {@code loop} what {@code host} stands for. */
  void resolve(String host, EventLoop loop, Consumer<Found> then) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      then.accept(address(literal));
      return;
    }
    Known fresh = known.get(host);
    if (fresh != null && System.nanoTime() - fresh.at < KEPT_NANOS) {
      then.accept(one(fresh.addresses));
      return;
    }
    Thread.ofVirtual().start(() -> ask(host, loop, then));
  }

  private void ask(String host, EventLoop loop, Consumer<Found> then) {
    Found found;
    try {
      List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(host, new Known(addresses, System.nanoTime()));
      found = one(addresses);
    } catch (UnknownHostException e) {
      found = new Found.Nothing();
    }
    var answer = found;
    loop.execute(() -> then.accept(answer));
  }

  private Found one(List<InetAddress> addresses) {
    int turn = Math.floorMod(turns.getAndIncrement(), addresses.size());
    return new Found.Address(addresses.get(turn));
  }

  private static Found address(byte[] literal) {
    try {
      return new Found.Address(InetAddress.getByAddress(literal));
    } catch (UnknownHostException e) {
      return new Found.Nothing();
    }
  }
}
