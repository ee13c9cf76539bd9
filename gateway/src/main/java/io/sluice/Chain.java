package io.sluice;

import io.sluice.admin.ReadRecord.Link;
import io.sluice.audit.Custody;
import io.sluice.audit.RecordIndex;
import io.sluice.model.ExchangeId;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The way of content through exchanges, in both directions, as far as it can be followed. */
final class Chain {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_EXCHANGES = 200;
  private static final int MOST_LINKS = 50;

  private final Evidence evidence;

  Chain(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Every link that leads from or to {@code exchange}, those of linked ones included. */
  List<Link> of(ExchangeId exchange) {
    boolean current =
        evidence.keeping().settled(PATIENCE) && evidence.indexing().caughtUp(PATIENCE);
    assert current || evidence.indexing().behind() >= 0;
    Set<Link> links = new LinkedHashSet<>();
    try {
      follow(exchange, links);
      for (RecordIndex.Relative one : evidence.index().relatives(exchange, MOST_LINKS)) {
        links.add(new Link(exchange, one.exchange(), one.by()));
      }
    } catch (Stop e) {
      return List.copyOf(links); // what was found before the index failed
    }
    return List.copyOf(links);
  }

  private void follow(ExchangeId exchange, Set<Link> links) {
    var seen = new HashSet<ExchangeId>();
    var waiting = new ArrayDeque<ExchangeId>();
    waiting.add(exchange);
    seen.add(exchange);
    while (!waiting.isEmpty() && seen.size() < MOST_EXCHANGES) {
      ExchangeId here = waiting.remove();
      for (Custody.Link link : evidence.custody().links(here, MOST_LINKS)) {
        links.add(new Link(link.from(), link.to(), "content"));
        ExchangeId other = link.from().equals(here) ? link.to() : link.from();
        if (seen.add(other)) {
          waiting.add(other);
        }
      }
      var kinship = evidence.index().lineage(here, MOST_LINKS);
      for (ExchangeId from : kinship.from()) {
        links.add(new Link(from, here, "lineage"));
      }
      for (ExchangeId to : kinship.to()) {
        links.add(new Link(here, to, "lineage"));
      }
      Stream.concat(kinship.from().stream(), kinship.to().stream())
          .filter(seen::add)
          .forEach(waiting::add);
    }
  }

  /** One line per link; empty where there is none. */
  static String text(List<Link> links) {
    var lines = new ArrayList<String>();
    for (Link link : links) {
      String how =
          switch (link.by()) {
            case "content" -> "answer goes on into";
            case "lineage" -> "content comes back in";
            default -> "same " + link.by() + " as";
          };
      lines.add("  " + link.from().value() + "  " + how + "  " + link.to().value());
    }
    return lines.isEmpty() ? "" : "linked\n" + String.join("\n", lines) + "\n";
  }
}
