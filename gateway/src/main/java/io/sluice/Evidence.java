package io.sluice;

import io.sluice.admin.Investigate;
import io.sluice.admin.Journal;
import io.sluice.admin.ManagePayloads;
import io.sluice.admin.SearchContent;
import io.sluice.audit.Change;
import io.sluice.audit.Fingerprints;
import io.sluice.audit.Indexing;
import io.sluice.audit.Keeping;
import io.sluice.audit.KeepingSettings;
import io.sluice.audit.Subjects;
import io.sluice.flow.LineageIndex;
import io.sluice.store.embedded.MappedBacklog;
import io.sluice.store.embedded.PayloadFiles;
import io.sluice.store.embedded.SqlCustody;
import io.sluice.store.embedded.SqlRecordIndex;
import io.sluice.vault.BacklogSeal;
import io.sluice.vault.PayloadSeal;
import io.sluice.vault.Stamps;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * What lies beside the ledger: content, who saw it, and the index. Nothing of it is on the path of
 * an exchange.
 */
record Evidence(
    PayloadFiles payloads,
    SqlCustody custody,
    SqlRecordIndex index,
    Fingerprints fingerprints,
    Keeping keeping,
    Subjects subjects,
    Indexing indexing)
    implements AutoCloseable {
  private static final String CUSTODY = "sluice/custody/v1/";
  private static final String WAITING = "sluice/custody-waiting/v1";
  private static final String SEARCHED = "sluice/searched/v1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long BACKLOG_BYTES = 64L << 20;

  /** Opens everything and begins to read and write. */
  static Evidence open(Storage storage, Bookkeeping books, SecureRandom random) throws IOException {
    var directory = storage.directory();
    var payloads =
        new PayloadFiles(directory.directory("payloads"), new PayloadSeal(storage.keys(), random));
    var fingerprints = new Fingerprints(tenant -> storage.keys().derive(CUSTODY + tenant));
    var custody = SqlCustody.open(directory);
    var backlog = backlog(storage, random);
    var index = index(storage);
    var keeping =
        new Keeping(
            KeepingSettings.DEFAULT,
            new Keeping.Stores(payloads, custody, fingerprints, backlog),
            random,
            exchange ->
                books
                    .recorder()
                    .noted(
                        new Change(
                            "payload.incomplete",
                            "gateway",
                            "",
                            "",
                            Map.of("exchange", exchange.value()))));
    var subjects = new Subjects(random, keeping::name);
    var indexing = new Indexing(books.log(), index);
    keeping.start();
    indexing.start();
    return new Evidence(payloads, custody, index, fingerprints, keeping, subjects, indexing);
  }

  /** What waits to go into custody; it is the operating system's, and needs no closing. */
  private static MappedBacklog backlog(Storage storage, SecureRandom random) throws IOException {
    var file = storage.directory().file("custody.waiting");
    var seal = new BacklogSeal(storage.keys(), WAITING, random);
    return MappedBacklog.open(file, BACKLOG_BYTES, seal);
  }

  /** The index; one that cannot be opened, or knows more than the ledger, is made again. */
  private static SqlRecordIndex index(Storage storage) throws IOException {
    try {
      var index = SqlRecordIndex.open(storage.directory());
      if (index.next() <= storage.ledger().durableSize()) {
        return index;
      }
      index.close();
    } catch (IOException e) {
      // made again from the ledger
    }
    SqlRecordIndex.delete(storage.directory());
    return SqlRecordIndex.open(storage.directory());
  }

  /** The search in kept content, of what {@code record} finds. */
  SearchContent search(Storage storage, Investigate record, Journal journal) {
    var stamps = new Stamps(storage.keys().derive(SEARCHED));
    var places =
        new SearchContent.Places(
            record::search,
            payloads::look,
            () -> keeping.settled(PATIENCE),
            text -> HexFormat.of().formatHex(stamps.of("", text)));
    return new SearchContent(places, SearchContent.Limits.DEFAULT, journal, new SystemClock());
  }

  /** The use cases of operators over it. */
  ManagePayloads manage(Storage storage, LineageIndex lineage, Journal journal) {
    var places =
        new ManagePayloads.Places(
            payloads,
            custody,
            index,
            keeping,
            subjects,
            id -> lineage.forget(id.value()),
            storage.state().heldResponses()::erase);
    return new ManagePayloads(places, new SettingHolds(storage.state().settings()), journal);
  }

  @Override
  public void close() {
    keeping.close();
    indexing.close();
    custody.close();
    index.close();
    try {
      payloads.close();
    } catch (IOException e) {
      // what was written is written
    }
  }
}
