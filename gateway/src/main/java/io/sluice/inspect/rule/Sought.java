package io.sluice.inspect.rule;

import java.util.List;

/**
 * What texts are looked through for on behalf of one rule. Whatever of it is found is one finding
 * of the type {@code rule}.
 *
 * @param terms whatever their case, width, accents and the space between their words
 * @param whole whether a term counts only where no word goes on at its ends
 * @param findings types of what detectors find
 */
public record Sought(
    String rule,
    List<String> terms,
    boolean whole,
    List<Expression> patterns,
    List<String> findings) {
  public Sought {
    terms = List.copyOf(terms);
    patterns = List.copyOf(patterns);
    findings = List.copyOf(findings);
  }

  /** How a term is compared; too short or too long if it is not from 2 to 200 characters. */
  public static String folded(String term) {
    return Folding.of(term);
  }

  /** The fewest characters that a folded term has. */
  public static final int LEAST_TERM_CHARS = 2;

  /** The most. */
  public static final int MOST_TERM_CHARS = Terms.MOST_CHARS;
}
