package io.sluice.audit;

import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerException;
import io.sluice.ledger.Ticket;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.util.Optional;

/** The ledger as the log that entries go to and come from. */
public final class LedgerLog implements EntryLog {
  private final Ledger ledger;

  /** Onto an open ledger, which its owner closes. */
  public LedgerLog(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return ledger.name();
  }

  @Override
  public Pending submit(Bytes entry) throws IOException {
    try {
      return new Waiting(ledger, ledger.submit(entry.toArray()));
    } catch (LedgerException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void submitLater(Bytes entry) throws IOException {
    try {
      Ticket ignored = ledger.submitLater(entry.toArray());
    } catch (LedgerException e) {
      throw new IOException(e);
    }
  }

  @Override
  public boolean takes() {
    return ledger.fault().isEmpty();
  }

  @Override
  public String attach(Bytes content) throws IOException {
    try {
      return ledger.attach(content.toArray());
    } catch (LedgerException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Optional<Bytes> attached(String hash) throws IOException {
    try {
      return ledger.attached(hash).map(Bytes::owning);
    } catch (LedgerException e) {
      throw new IOException(e);
    }
  }

  @Override
  public long size() {
    return ledger.durableSize();
  }

  @Override
  public Bytes entry(long index) throws IOException {
    try {
      return Bytes.owning(ledger.entry(index));
    } catch (LedgerException e) {
      throw new IOException(e);
    }
  }

  @Override
  public long walk(long from, Visitor visitor) throws IOException {
    try {
      return ledger.forEach(from, (index, entry) -> visitor.see(index, Bytes.owning(entry)));
    } catch (LedgerException e) {
      throw new IOException(e);
    }
  }

  private record Waiting(Ledger ledger, Ticket ticket) implements Pending {
    @Override
    public long await() throws IOException {
      try {
        return ledger.await(ticket);
      } catch (LedgerException e) {
        throw new IOException(e);
      }
    }
  }
}
