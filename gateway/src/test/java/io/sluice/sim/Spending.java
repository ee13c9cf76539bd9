package io.sluice.sim;

import io.sluice.model.Money;
import io.sluice.model.Price;
import io.sluice.model.Usage;

/** What a provider will send a bill for, for one attempt, whatever it told the gateway. */
final class Spending {
  /** What a model said that worked in silence. */
  private static final long SILENT_TOKENS = 5;

  private final Price price;
  private final Play play;
  private boolean left;
  private boolean worked;
  private long tokens;

  Spending(Price price, Play play) {
    this.price = price;
    this.play = play;
  }

  /** The request is at the provider. */
  void left() {
    left = true;
  }

  /** The model has said so many tokens in all. */
  void said(long soFar) {
    tokens = Math.max(tokens, soFar);
  }

  void worked() {
    worked = true;
    tokens = Math.max(tokens, SILENT_TOKENS);
  }

  boolean honest() {
    return play.honest();
  }

  Play play() {
    return play;
  }

  /** Nothing is billed for an answer without a word in it. */
  Money bill() {
    boolean billed = left && (worked || tokens > 0);
    return billed
        ? price.cost(new Usage(play.inputTokens(), tokens, 0, 0, 0, Usage.Served.USUAL))
        : Money.ZERO;
  }
}
