package io.sluice.admin;

import io.sluice.audit.Custody;
import io.sluice.audit.Reconciliation;
import io.sluice.audit.RecordIndex;
import io.sluice.identity.Operator;
import io.sluice.model.Bytes;
import java.util.List;

/** Questions to the whole record. */
public interface Investigate {
  /** What is found of a query, as {@link RecordIndex#search}. */
  RecordIndex.Page search(RecordIndex.Query query, RecordIndex.Place after, int limit);

  /**
   * Who saw a text.
   *
   * @param lagging false: the answer is of everything that was recorded when it was asked
   * @param chars of the text that count, and how many must agree for a match to be sure
   */
  record WhoSaw(List<Custody.Seen> seen, boolean lagging, int chars, int guaranteed) {}

  /** Which models and callers a text, or a part of it, reached. */
  WhoSaw whoSaw(String text, int limit);

  /**
   * Whether the record knows of the requests that were made since the start.
   *
   * @param recorded attempts in closing entries
   * @param sent requests that left
   */
  record Complete(String destination, long recorded, long sent) {}

  /** One line per destination. */
  List<Complete> completeness();

  /**
   * Entries from {@code from} on.
   *
   * @param next the index to go on from; equal to {@code from} where there is nothing new
   */
  record Slice(List<Bytes> entries, long next) {
    public Slice {
      entries = List.copyOf(entries);
    }
  }

  /** Entries as they stand, at most {@code limit}; that they were taken out is recorded. */
  Slice export(long from, int limit, Operator by);

  /** Compares a provider's own account of usage with the record; the result is recorded. */
  Reconciliation reconcile(String provider, String text, Operator by);
}
