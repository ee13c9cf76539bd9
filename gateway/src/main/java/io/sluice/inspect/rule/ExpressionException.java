package io.sluice.inspect.rule;

/** A pattern that is not one, or that could not be matched in linear time. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** {@code at}: which character of the pattern it is about, from 0. */
  ExpressionException(String message, int at) {
    super(message + " (character " + (at + 1) + ")");
  }
}
