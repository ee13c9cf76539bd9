package io.sluice.audit;

/**
 * What the closing entry says of an answer's content.
 *
 * @param provider commitment to what the provider sent; empty: it sent nothing
 * @param caller commitment to what the caller got; empty: it got nothing
 * @param incomplete true: not all could be kept, because too much was waiting to be written
 */
public record Kept(String provider, String caller, boolean incomplete) {
  /** Nothing was carried. */
  public static final Kept NOTHING = new Kept("", "", false);
}
