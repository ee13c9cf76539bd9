package io.sluice.sim;

import java.time.Duration;

/**
 * How fast answers come.
 *
 * @param firstToken wait before the first content event of a stream, or before the head of a unary
 *     answer; zero for none
 * @param tokensPerSecond rate of content after that; zero for as fast as the socket takes it. A
 *     unary answer is held back for as long as its tokens would take
 * @param tokensPerEvent how many tokens share one stream event, at least 1
 */
public record Pacing(Duration firstToken, double tokensPerSecond, int tokensPerEvent) {
  /** No waiting, one token an event. */
  public static final Pacing NONE = new Pacing(Duration.ZERO, 0, 1);

  public Pacing {
    if (firstToken.isNegative()) {
      throw new IllegalArgumentException("firstToken must be >= 0, was " + firstToken);
    }
    if (!(tokensPerSecond >= 0) || Double.isInfinite(tokensPerSecond)) {
      throw new IllegalArgumentException("tokensPerSecond must be >= 0, was " + tokensPerSecond);
    }
    if (tokensPerEvent < 1) {
      throw new IllegalArgumentException("tokensPerEvent must be >= 1, was " + tokensPerEvent);
    }
  }

  long nanosFor(long tokens) {
    return tokensPerSecond == 0 ? 0 : (long) (tokens * 1e9 / tokensPerSecond);
  }
}
