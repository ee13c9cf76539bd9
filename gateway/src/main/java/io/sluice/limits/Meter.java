package io.sluice.limits;

import io.sluice.limits.RateRule.Most;
import io.sluice.limits.RateRule.Pace;

/**
 * What one holder did lately under one rule: requests and tokens of the last period, and what is
 * under way. Guarded by the lock of its {@link Rates}.
 */
final class Meter {
  private final Most most;
  private final Window requests;
  private final Window input;
  private final Window output;
  private int inside;
  private long inputUnderWay;
  private long outputUnderWay;

  Meter(Most most) {
    this.most = most;
    requests = new Window(most.requests().period());
    input = new Window(most.inputTokens().period());
    output = new Window(most.outputTokens().period());
  }

  /** 0: one more request may begin; else nanoseconds until it may. */
  long untilRequest(long nanos) {
    if (most.concurrent() > 0 && inside >= most.concurrent()) {
      return Window.SECOND; // when a place is given back nobody knows
    }
    Pace pace = most.requests();
    return pace.most() == 0 ? 0 : requests.until(nanos, pace.most());
  }

  void enter(long nanos) {
    requests.add(nanos, 1);
    inside++;
  }

  void leave() {
    inside--;
  }

  /** 0: the tokens that are used or under way leave room; else nanoseconds until they do. */
  long untilTokens(long nanos) {
    return Math.max(
        until(input, most.inputTokens(), inputUnderWay, nanos),
        until(output, most.outputTokens(), outputUnderWay, nanos));
  }

  private static long until(Window window, Pace pace, long underWay, long nanos) {
    if (pace.most() == 0) {
      return 0;
    }
    long room = pace.most() - underWay;
    return room <= 0 ? Window.SECOND : window.until(nanos, room);
  }

  void begin(Tokens expected) {
    inputUnderWay += expected.input();
    outputUnderWay += expected.output();
  }

  void end(long nanos, Tokens expected, Tokens used) {
    inputUnderWay -= expected.input();
    outputUnderWay -= expected.output();
    input.add(nanos, used.input());
    output.add(nanos, used.output());
  }

  int inside() {
    return inside;
  }

  boolean idle(long nanos) {
    return inside == 0
        && inputUnderWay == 0
        && outputUnderWay == 0
        && requests.empty(nanos)
        && input.empty(nanos)
        && output.empty(nanos);
  }

  /** Tokens of one call. */
  record Tokens(long input, long output) {
    static final Tokens NONE = new Tokens(0, 0);
  }
}
