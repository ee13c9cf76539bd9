package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Money;
import io.sluice.model.Posting;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the {@link Recorder} wrote. Pure. Unreadable bytes are an IllegalArgumentException.
 */
public final class EntryReader {
  private static final String LAST = "exchange";

  private EntryReader() {}

  /**
   * What every entry begins with.
   *
   * @param at when it was written, in milliseconds since 1970
   * @param kind {@code decision}, {@code ruling}, {@code outcome}, {@code outcome.unknown}, {@code
   *     refusal}, {@code refusals}, or the type of a {@link Change}
   * @param exchange null for a change
   */
  public record Head(long at, String kind, @Nullable ExchangeId exchange) {
    /** True if the exchange has ended with this entry. */
    public boolean closes() {
      return switch (kind) {
        case "outcome", "outcome.unknown", "refusal", "refusals" -> true;
        default -> false;
      };
    }
  }

  /** How the entry begins; the rest of it is not read. */
  public static Head head(Bytes entry) {
    return head(beginning(entry));
  }

  /** The whole entry. */
  public static Json json(Bytes entry) {
    try {
      return Json.parse(entry, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IllegalArgumentException("not an entry: " + e.getMessage(), e);
    }
  }

  /** What the entry says for the budgets, if it does; only its beginning is read. */
  public static Optional<Posting> posting(Bytes entry) {
    Json json = beginning(entry);
    Head head = head(json);
    ExchangeId exchange = head.exchange();
    if (exchange == null) {
      return Optional.empty();
    }
    Json budget = json.at("budget");
    return switch (head.kind()) {
      case "decision" ->
          Optional.of(
              new Posting.Opened(exchange, EarmarkText.read(budget), money(budget, "bound")));
      case "ruling" ->
          budget.at("again").bool(false)
              ? Optional.of(new Posting.Raised(exchange, money(budget, "more")))
              : Optional.empty();
      case "outcome", "outcome.unknown" ->
          Optional.of(
              new Posting.Closed(exchange, money(budget, "charged"), EarmarkText.charges(budget)));
      case "refusal" -> Optional.of(new Posting.Closed(exchange, Money.ZERO)); // nothing was sent
      default -> Optional.empty();
    };
  }

  /** The facts of a decision or refusal; empty for other entries. */
  public static Optional<Facts> facts(Json entry) {
    Json facts = entry.at("facts");
    return facts.missing() ? Optional.empty() : Optional.of(FactsText.read(facts));
  }

  /** True if nothing of the entry was cut, so that its facts are all there were. */
  public static boolean whole(Json entry) {
    return entry.at("whole").bool(false);
  }

  /** The hash under which the entry is kept whole, if anything of it was cut. */
  public static Optional<String> side(Json entry) {
    return entry.at("whole_sha256").string();
  }

  private static Head head(Json json) {
    String exchange = json.text(LAST, "");
    return new Head(
        FactsText.number(json, "at"),
        json.text("entry", ""),
        exchange.isEmpty() ? null : new ExchangeId(exchange));
  }

  private static Money money(Json json, String name) {
    return json.at(name).missing() ? Money.ZERO : new Money(FactsText.number(json, name));
  }

  /** The members up to {@link #LAST}: names are sorted, so nothing after it is needed. */
  private static Json beginning(Bytes entry) {
    int at = 1;
    while (at < entry.length() && entry.at(at) == '"') {
      int nameEnd = afterText(entry, at);
      int valueEnd = afterValue(entry, nameEnd + 1);
      int order = compare(entry, at + 1, nameEnd - 1);
      if (order > 0) {
        return json(closed(entry, at - 1));
      }
      if (order == 0) {
        return json(closed(entry, valueEnd));
      }
      at = valueEnd + 1;
    }
    return json(entry);
  }

  /** How the name in [from, to) stands to {@link #LAST}. */
  private static int compare(Bytes entry, int from, int to) {
    int shorter = Math.min(to - from, LAST.length());
    for (int i = 0; i < shorter; i++) {
      int difference = entry.at(from + i) - LAST.charAt(i);
      if (difference != 0) {
        return difference;
      }
    }
    return to - from - LAST.length();
  }

  private static Bytes closed(Bytes entry, int end) {
    var bytes = new byte[end + 1];
    System.arraycopy(entry.array(), entry.offset(), bytes, 0, end);
    bytes[end] = '}';
    return Bytes.owning(bytes);
  }

  private static int afterValue(Bytes entry, int from) {
    int depth = 0;
    int at = from;
    while (at < entry.length()) {
      switch (entry.at(at)) {
        case '"' -> at = afterText(entry, at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
      if (depth < 0) {
        return at - 1; // the end of the entry itself
      }
      if (depth == 0 && (at == entry.length() || ends(entry.at(at)))) {
        return at;
      }
    }
    throw cutOff();
  }

  private static boolean ends(byte next) {
    return next == ',' || next == '}';
  }

  private static int afterText(Bytes entry, int from) {
    for (int at = from + 1; at < entry.length(); at++) {
      byte c = entry.at(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        return at + 1;
      }
    }
    throw cutOff();
  }

  private static IllegalArgumentException cutOff() {
    return new IllegalArgumentException("the entry is cut off");
  }
}
