package io.sluice.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of token costs, in US dollars per million, which is micro-dollars per token.
 *
 * @param input tokens that no cache was asked for
 * @param output tokens the caller gets
 * @param cacheRead tokens read from a cache
 * @param cacheWrite tokens written to a cache that keeps them for minutes
 * @param cacheWriteHour tokens written to a cache that keeps them for an hour
 * @param reasoning output tokens that the model thought with
 */
public record Rates(
    BigDecimal input,
    BigDecimal output,
    BigDecimal cacheRead,
    BigDecimal cacheWrite,
    BigDecimal cacheWriteHour,
    BigDecimal reasoning) {
  public Rates {
    if (input.signum() < 0
        || output.signum() < 0
        || cacheRead.signum() < 0
        || cacheWrite.signum() < 0
        || cacheWriteHour.signum() < 0
        || reasoning.signum() < 0) {
      throw new IllegalArgumentException("a price is never negative");
    }
  }

  /** What somebody states of the cheaper and dearer kinds; null: not stated. */
  public record Kinds(
      @Nullable BigDecimal cacheRead,
      @Nullable BigDecimal cacheWrite,
      @Nullable BigDecimal cacheWriteHour,
      @Nullable BigDecimal reasoning) {
    /** Nothing is stated. */
    public static final Kinds NONE = new Kinds(null, null, null, null);
  }

  /**
   * Rates of which some are not stated: reading and writing a cache then cost what input costs, an
   * hour's writing what a short one costs, and reasoning what output costs. Nothing is free because
   * nobody said what it costs.
   */
  public static Rates of(BigDecimal input, BigDecimal output, Kinds stated) {
    BigDecimal write = first(stated.cacheWrite(), input);
    return new Rates(
        input,
        output,
        first(stated.cacheRead(), input),
        write,
        first(stated.cacheWriteHour(), write),
        first(stated.reasoning(), output));
  }

  private static BigDecimal first(@Nullable BigDecimal stated, BigDecimal otherwise) {
    return stated == null ? otherwise : stated;
  }

  /** What {@code usage} costs in micro-dollars, exact. */
  BigDecimal micros(Usage usage) {
    long hour = usage.served().cacheWriteHour();
    return times(input, usage.input())
        .add(times(output, usage.output() - usage.reasoning()))
        .add(times(reasoning, usage.reasoning()))
        .add(times(cacheRead, usage.cacheRead()))
        .add(times(cacheWrite, usage.cacheWrite() - hour))
        .add(times(cacheWriteHour, hour));
  }

  /** The most that so many tokens in and out can cost, whatever the cache does. */
  BigDecimal mostMicros(long inputTokens, long outputTokens) {
    BigDecimal in = input.max(cacheRead).max(cacheWrite).max(cacheWriteHour);
    return times(in, inputTokens).add(times(output.max(reasoning), outputTokens));
  }

  private static BigDecimal times(BigDecimal rate, long tokens) {
    return tokens == 0 ? BigDecimal.ZERO : rate.multiply(BigDecimal.valueOf(tokens));
  }
}
