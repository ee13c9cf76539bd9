package io.sluice;

import io.sluice.admin.ReadRecord;
import io.sluice.audit.Book;
import io.sluice.audit.CountedRefusal;
import io.sluice.audit.EntryLog;
import io.sluice.audit.Explanation;
import io.sluice.audit.Recorder;
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
  private final EntryLog log;
  private final Recorder recorder;
  private final Book book;
  private final Ledger ledger;
  private final Chain chain;

  RecordView(EntryLog log, Ledger ledger, Recorder recorder, Chain chain) {
    this.log = log;
    this.recorder = recorder;
    this.book = new Book(log);
    this.ledger = ledger;
    this.chain = chain;
  }

  @Override
  public Optional<Told> trace(String exchange) {
    return find(exchange)
        .map(
            trace -> {
              var links = chain.of(trace.exchange());
              return new Told(entries(trace), links, trace.text() + Chain.text(links));
            })
        .or(() -> counted(exchange));
  }

  @Override
  public Optional<Told> explain(String exchange) {
    return find(exchange)
        .map(trace -> told(trace, Explanation.of(trace).text()))
        .or(() -> counted(exchange));
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

  /**
   * What is known of an exchange that the record only counted; with nothing remembered of it and
   * nothing counted in its minute, nothing is.
   */
  private Optional<Told> counted(String exchange) {
    if (exchange.isEmpty()) {
      return Optional.empty();
    }
    var id = new ExchangeId(exchange);
    try {
      var known = new CountedRefusal(id, log.name(), recorder.turnedAway(id), book.counted(id));
      if (known.refusal().isEmpty() && known.counts().isEmpty()) {
        return Optional.empty();
      }
      var entries = known.counts().stream().map(RecordView::raw).toList();
      return Optional.of(new Told(entries, List.of(), known.text()));
    } catch (IOException e) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be read").stop();
    }
  }

  private static Bytes raw(Trace.Line line) {
    return Bytes.utf8(line.entry().raw().utf8());
  }

  private static Told told(Trace trace, String text) {
    return new Told(entries(trace), List.of(), text);
  }

  private static List<Bytes> entries(Trace trace) {
    return trace.lines().stream().map(RecordView::raw).toList();
  }

  private Optional<Trace> find(String exchange) {
    try {
      return exchange.isEmpty() ? Optional.empty() : book.trace(new ExchangeId(exchange));
    } catch (IOException e) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be read").stop();
    }
  }
}
