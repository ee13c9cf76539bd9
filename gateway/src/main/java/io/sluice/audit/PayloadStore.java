package io.sluice.audit;

import io.sluice.model.ExchangeId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where content is kept apart from the ledger: encrypted, by tenant, class and month, erasable. Not
 * on the path of an exchange; calls may block. Thread-safe.
 */
public interface PayloadStore {
  /** Keeps payloads, all of them unless it fails; one of the same exchange is replaced. */
  void put(List<Payload> payloads) throws IOException;

  /** What is kept of an exchange. */
  Optional<Payload> get(ExchangeId exchange) throws IOException;

  /** Removes what is kept of an exchange, salt included; false: there was nothing. */
  boolean erase(ExchangeId exchange) throws IOException;

  /**
   * Remembers that {@code surrogate} stands for a person, until the person is erased. A person may
   * have several.
   *
   * @param subject as the application named the person
   */
  void name(String tenant, String subject, String surrogate) throws IOException;

  /** What a person is called in the record. */
  List<String> surrogates(String tenant, String subject) throws IOException;

  /** The exchanges of a person of which anything is kept. */
  List<ExchangeId> of(String tenant, String subject) throws IOException;

  /**
   * Removes everything of a person: content, keys, and what the surrogates stand for.
   *
   * @return the exchanges that something was kept of
   */
  List<ExchangeId> erase(String tenant, String subject) throws IOException;

  /**
   * Drops the months whose content has been kept long enough by its class; constant time for a
   * month of which nothing is held.
   *
   * @param held exchanges that must stay whatever their age
   * @return how many months of a class were dropped
   */
  int drop(PayloadSettings settings, Instant now, Set<ExchangeId> held) throws IOException;
}
