package io.sluice;

import io.sluice.admin.ReadRecord;
import io.sluice.audit.Book;
import io.sluice.audit.Explanation;
import io.sluice.audit.LedgerLog;
import io.sluice.audit.Trace;
import io.sluice.ledger.Ledger;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the ledger says of an exchange. */
final class RecordView implements ReadRecord {
  private final Book book;
  private final Ledger ledger;
  private final Chain chain;

  RecordView(LedgerLog log, Ledger ledger, Evidence evidence) {
    this.book = new Book(log);
    this.ledger = ledger;
    this.chain = new Chain(evidence);
  }

  @Override
  public Optional<Told> trace(String exchange) {
    return find(exchange)
        .map(
            trace -> {
              var links = chain.of(trace.exchange());
              return new Told(entries(trace), links, trace.text() + Chain.text(links));
            });
  }

  @Override
  public Optional<Told> explain(String exchange) {
    return find(exchange).map(trace -> told(trace, Explanation.of(trace).text()));
  }

  @Override
  public Optional<String> proof(String exchange) {
    return find(exchange).map(trace -> ledger.proof(trace.lines().getFirst().index()).text());
  }

  @Override
  public Optional<Bytes> tile(String path) {
    return ledger.published(path).map(Bytes::owning);
  }

  @Override
  public String checkpoint() {
    return ledger.sign().note();
  }

  private static Told told(Trace trace, String text) {
    return new Told(entries(trace), List.of(), text);
  }

  private static List<Bytes> entries(Trace trace) {
    return trace.lines().stream().map(line -> Bytes.utf8(line.entry().raw().utf8())).toList();
  }

  private Optional<Trace> find(String exchange) {
    try {
      return exchange.isEmpty() ? Optional.empty() : book.trace(new ExchangeId(exchange));
    } catch (IOException e) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be read").stop();
    }
  }
}
