package io.sluice.replay;

import io.sluice.audit.EntryLog;
import io.sluice.audit.EntryReader;
import io.sluice.audit.Judged;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Decision;
import io.sluice.model.Permit;
import io.sluice.model.Price;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import io.sluice.policy.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate policy would have decided of recorded exchanges: the same questions, other
 * rules, no call to anybody. The same record and the same candidate give the same result.
 */
public final class Simulation {
  private final EntryLog log;
  private final Replay replay;
  private final Rules candidate;
  private final Tally tally = new Tally();

  /** Exchanges whose outcome may still come, and what is to be known of its cost. */
  private final Map<String, Affected> open = new HashMap<>();

  private record Affected(int flip, List<Verdict> now, List<String> order) {
    /** Nothing where nothing is left, the same where the same model still may. */
    long cost(String served, long cost, Tokens tokens) {
      var left = new HashMap<String, Verdict>();
      now.stream()
          .filter(Verdict::allowed)
          .forEach(one -> left.put(one.candidate().ref().text(), one));
      if (left.isEmpty()) {
        return 0;
      }
      if (left.containsKey(served)) {
        return cost;
      }
      Verdict next =
          order.stream()
              .filter(left::containsKey)
              .findFirst()
              .map(left::get)
              .orElseGet(() -> now.stream().filter(Verdict::allowed).findFirst().orElseThrow());
      return tokens.at(next.candidate().price(), cost);
    }
  }

  private record Tokens(long input, long output) {
    /** At a price that was recorded; at an unknown one what it cost before. */
    long at(@Nullable Price price, long otherwise) {
      return price == null
          ? otherwise
          : price.cost(new Usage(input, output, 0, 0, 0, Usage.Served.USUAL)).micros();
    }
  }

  /** Over {@code log}; {@code replay} knows the rules of then. */
  public Simulation(EntryLog log, Replay replay, Rules candidate) {
    this.log = log;
    this.replay = replay;
    this.candidate = candidate;
  }

  /**
   * Puts every decision that was recorded at {@code since} or later to the candidate.
   *
   * @param since milliseconds since 1970
   * @throws IOException if the record cannot be read
   */
  public Difference run(long since) throws IOException {
    long end = log.walk(first(since), this::see);
    assert end >= 0;
    return tally.difference(candidate.hash());
  }

  private boolean see(long index, Bytes entry) {
    var head = EntryReader.head(entry);
    switch (head.kind()) {
      case "decision" -> decision(whole(EntryReader.json(entry)), head.at());
      case "outcome" -> outcome(EntryReader.json(entry));
      default -> {}
    }
    return true;
  }

  /** Where an entry was cut, what was kept of it beside the log. */
  private Json whole(Json entry) {
    try {
      Optional<String> side = EntryReader.side(entry);
      Optional<Bytes> kept = side.isPresent() ? log.attached(side.get()) : Optional.empty();
      return kept.map(EntryReader::json).orElse(entry);
    } catch (IOException e) {
      return entry;
    }
  }

  private void decision(Json entry, long at) {
    Optional<Judged> judged = read(entry);
    if (judged.isEmpty()) {
      tally.unreadable();
      return;
    }
    Judged then = judged.get();
    if (candidate.readLosses() && !then.facts().losses().known()) {
      tally.unreadable(); // nobody looked then at what this policy reads
      return;
    }
    Optional<Judged.Said> again = replay.again(then);
    tally.replayed(again.isPresent(), again.isPresent() && again.get().same(then.said()));
    Decision now = replay.decide(then, candidate);
    var flip = Flip.of(entry, then, now, at);
    int number = tally.decided(then, flip);
    if (flip.isPresent() && then.said().verdict().equals("permit")) {
      List<Verdict> verdicts = now instanceof Permit permit ? permit.verdicts() : List.of();
      var order = new ArrayList<String>();
      entry.at("order").items().forEach(one -> order.add(one.string().orElse("")));
      open.put(then.exchange().value(), new Affected(number, verdicts, order));
    }
  }

  private static Optional<Judged> read(Json entry) {
    try {
      return Judged.of(entry);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What the exchange cost, and what it would have cost at the first model that is left. */
  private void outcome(Json entry) {
    Affected affected = open.remove(entry.text("exchange", ""));
    if (affected == null) {
      return;
    }
    long cost = entry.at("usage").integer("cost", 0);
    String served = entry.at("served").text("model", "");
    long input =
        entry.at("usage").integer("input", 0)
            + entry.at("usage").integer("cache_read", 0)
            + entry.at("usage").integer("cache_write", 0);
    long output = entry.at("usage").integer("output", 0);
    tally.cost(affected.flip(), cost, affected.cost(served, cost, new Tokens(input, output)));
  }

  /** The first entry that was written then or later. */
  private long first(long since) throws IOException {
    long low = 0;
    long high = log.size();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (EntryReader.head(log.entry(middle)).at() < since) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
