package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who saw which text, by fingerprints. It cannot be made again from the ledger: it is backed up
 * with it. Not on the path of an exchange; calls may block. Thread-safe.
 */
public interface Custody {
  /** Remembers what exchanges showed, all of them or none. */
  void add(List<Sighting> sightings);

  /** The tenants that have any. */
  List<String> tenants();

  /**
   * One place where a text or a part of it was seen.
   *
   * @param model that got it or said it; empty: none
   */
  record Seen(
      ExchangeId exchange,
      Instant at,
      String principal,
      Sighting.Way way,
      String model,
      Sighting.How how,
      Match match) {}

  /** How alike two texts are; {@code of}: fingerprints that the remembered one has. */
  record Match(boolean exact, int matched, int of) {}

  /** Where a text of those prints was seen, newest first, at most {@code limit} places. */
  List<Seen> find(String tenant, Prints prints, int limit);

  /** That exchange showed the same whole text as another one, one of them as a model's answer. */
  record Link(ExchangeId from, ExchangeId to) {}

  /** Exchanges whose answers stand whole in this one's prompt, and the other way about. */
  List<Link> links(ExchangeId exchange, int limit);

  /** The salt of an exchange's commitments. */
  Optional<Bytes> salt(ExchangeId exchange);

  /** Forgets an exchange, and every text that no other one showed. */
  boolean erase(ExchangeId exchange);

  /** Forgets all exchanges before {@code until}; how many. */
  int eraseBefore(Instant until, int limit);
}
