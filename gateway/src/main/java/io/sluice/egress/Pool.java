package io.sluice.egress;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one origin on one loop. The one used last is used next, so that the others grow
 * old and are closed. Confined to the loop.
 */
final class Pool {
  private record Kept(Channel channel, long since) {}

  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private final EgressSettings settings;
  private int open;

  Pool(EgressSettings settings) {
    this.settings = settings;
  }

  /** A connection that is free and still open. */
  @Nullable Channel take() {
    long now = System.nanoTime();
    while (!kept.isEmpty()) {
      Kept newest = kept.pop();
      boolean fresh = now - newest.since < settings.idleKept().toNanos();
      if (fresh && newest.channel.isActive()) {
        return newest.channel;
      }
      newest.channel.close();
    }
    return null;
  }

  /** True if no further connection may be opened. */
  boolean full() {
    return open >= settings.connectionsPerOrigin();
  }

  void opening() {
    open++;
  }

  void closed() {
    open--;
  }

  /** Takes a connection back, and closes those that nobody took for too long. */
  void put(Channel channel) {
    long now = System.nanoTime();
    kept.push(new Kept(channel, now));
    while (now - kept.peekLast().since >= settings.idleKept().toNanos()) {
      kept.pollLast().channel.close();
    }
  }
}
