package io.sluice.admin;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import java.util.List;
import java.util.Optional;

/** What the record says of an exchange. */
public interface ReadRecord {
  /**
   * One exchange.
   *
   * @param entries its ledger entries as they stand, canonical JSON, in order
   * @param links to other exchanges: where content came from and went on to
   * @param text the same for people
   */
  record Told(List<Bytes> entries, List<Link> links, String text) {
    public Told {
      entries = List.copyOf(entries);
      links = List.copyOf(links);
    }
  }

  /**
   * That two exchanges belong together.
   *
   * @param by {@code content}: an answer of {@code from} stands whole in the prompt of {@code to};
   *     {@code lineage}: something of {@code from} was recognised in {@code to}; {@code trace} or
   *     {@code session}: the caller said so
   */
  record Link(ExchangeId from, ExchangeId to, String by) {}

  /** The chain of custody of that exchange; empty if the record knows none of that id. */
  Optional<Told> trace(String exchange);

  /** Why it was decided as it was. */
  Optional<Told> explain(String exchange);

  /** Entry, inclusion proof and checkpoint, as the text of a tlog-proof. */
  Optional<String> proof(String exchange);

  /** A published file of the log, by its path such as {@code tile/0/000}; empty: there is none. */
  Optional<Bytes> tile(String path);

  /** The newest checkpoint, as a signed note. */
  String checkpoint();
}
