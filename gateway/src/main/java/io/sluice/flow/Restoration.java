package io.sluice.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of one request back into one answer to it. Only placeholders of that request are
 * known. Confined to one thread, with all its restorers.
 */
public final class Restoration {
  private final Masked.Book book;
  private final List<String> stems;
  private final Map<String, Integer> restored = new HashMap<>();

  Restoration(Masked.Book book) {
    this.book = book;
    this.stems =
        book.placeholders().keySet().stream()
            .map(token -> token.substring(0, token.lastIndexOf('_') + 1))
            .distinct()
            .sorted()
            .toList();
  }

  /** For one text of the answer: a choice's text, a reasoning text. */
  public Restorer text() {
    return new Restorer(this, false);
  }

  /** For the JSON text of one tool call's arguments. */
  public Restorer arguments() {
    return new Restorer(this, true);
  }

  /** How much was masked and put back so far, by category, sorted. */
  public List<Tally> tallies() {
    var tallies = new ArrayList<Tally>();
    new TreeMap<>(book.counts())
        .forEach(
            (category, masked) ->
                tallies.add(new Tally(category, masked, restored.getOrDefault(category, 0))));
    return tallies;
  }

  /** What every placeholder begins with; none if nothing was masked. */
  List<String> stems() {
    return stems;
  }

  /** The value that {@code token} stands for, noted as put back; null if it stands for none. */
  @Nullable String value(String token) {
    Placeholder placeholder = book.placeholders().get(token);
    if (placeholder == null) {
      return null;
    }
    restored.merge(placeholder.category(), 1, Integer::sum);
    return placeholder.value();
  }
}
