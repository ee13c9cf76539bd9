package io.sluice;

import io.sluice.admin.Investigate;
import io.sluice.audit.Change;
import io.sluice.audit.Custody;
import io.sluice.audit.EntryReader;
import io.sluice.audit.Reconciliation;
import io.sluice.audit.RecordIndex;
import io.sluice.audit.Recorder;
import io.sluice.audit.UsageExport;
import io.sluice.audit.UsageLine;
import io.sluice.egress.Egress;
import io.sluice.identity.Operator;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Nearest;
import io.sluice.registry.ProviderSetting;
import io.sluice.vault.BoundHost;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers questions to the whole record from the index, custody and the ledger. */
final class Investigation implements Investigate {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BILLED = 2_000_000;
  private static final String EXPORTED = "record.exported";

  private final Evidence evidence;
  private final Bookkeeping books;
  private final Egress egress;
  private final Snapshots snapshots;
  private final long begun;

  /** {@code begun}: the first entry that this process wrote. */
  Investigation(Evidence evidence, Bookkeeping books, Egress egress, Snapshots snapshots) {
    this.evidence = evidence;
    this.books = books;
    this.egress = egress;
    this.snapshots = snapshots;
    this.begun = books.log().size();
  }

  @Override
  public RecordIndex.Page search(RecordIndex.Query query, RecordIndex.Place after, int limit) {
    boolean current = evidence.indexing().caughtUp(PATIENCE);
    if (!current && evidence.indexing().failing()) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the index cannot be read").stop();
    }
    return evidence.index().search(query, after, limit);
  }

  @Override
  public WhoSaw whoSaw(String text, int limit) {
    boolean settled = evidence.keeping().settled(PATIENCE);
    var seen = new ArrayList<Custody.Seen>();
    int chars = 0;
    for (String tenant : evidence.custody().tenants()) {
      var prints = evidence.fingerprints().query(tenant, text);
      chars = prints.chars();
      seen.addAll(evidence.custody().find(tenant, prints, limit));
    }
    seen.sort(Comparator.comparing(Custody.Seen::at).reversed());
    return new WhoSaw(
        List.copyOf(seen.subList(0, Math.min(limit, seen.size()))),
        !settled,
        chars,
        evidence.fingerprints().guaranteed());
  }

  @Override
  public List<Complete> completeness() {
    Map<String, Long> sent = egress.requestsByOrigin();
    boolean current = evidence.indexing().caughtUp(PATIENCE);
    assert current || evidence.indexing().behind() > 0;
    var recorded = new TreeMap<String, Long>();
    evidence
        .index()
        .calls(begun)
        .forEach((provider, count) -> recorded.merge(origin(provider), count, Long::sum));
    var all = new ArrayList<Complete>();
    var places = new TreeMap<>(recorded);
    sent.forEach(places::putIfAbsent);
    for (String place : places.keySet()) {
      all.add(new Complete(place, recorded.getOrDefault(place, 0L), sent.getOrDefault(place, 0L)));
    }
    return all;
  }

  private String origin(String provider) {
    return snapshots
        .get()
        .registry()
        .provider(provider)
        .map(declared -> BoundHost.of(declared.endpoint().baseUrl()).text())
        .orElse(provider);
  }

  @Override
  public Slice export(long from, int limit, Operator by) {
    var entries = new ArrayList<Bytes>();
    var telling = new boolean[1];
    try {
      long next =
          books
              .log()
              .walk(
                  from,
                  (at, entry) -> {
                    entries.add(entry);
                    telling[0] |= !EntryReader.head(entry).kind().equals(EXPORTED);
                    return entries.size() < limit;
                  });
      if (telling[0]) {
        record(by, Map.of("from", Long.toString(from), "to", Long.toString(next)));
      }
      return new Slice(entries, next);
    } catch (IOException e) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be read").stop();
    }
  }

  private void record(Operator by, Map<String, String> details) {
    String receipt = recorder().changed(new Change(EXPORTED, by.name(), "", "", details));
    assert !receipt.isEmpty();
  }

  private Recorder recorder() {
    return books.recorder();
  }

  @Override
  public Reconciliation reconcile(String provider, String text, Operator by) {
    List<UsageLine> lines;
    try {
      lines = UsageExport.read(text);
    } catch (IllegalArgumentException e) {
      throw Fault.of(Code.INVALID_REQUEST, String.valueOf(e.getMessage())).stop();
    }
    boolean current = evidence.indexing().caughtUp(PATIENCE);
    if (!current) {
      throw Fault.of(Code.OVERLOADED, "the index has not read the whole record yet").stop();
    }
    var billed = evidence.index().billed(provider, span(lines), MOST_BILLED);
    if (billed.isEmpty()) {
      known(provider);
    }
    var result = Reconciliation.of(provider, lines, billed);
    var details = new TreeMap<String, String>();
    details.put("provider", provider);
    details.put("matched", Long.toString(result.matched()));
    details.put("missing_here", Long.toString(result.missingHere()));
    details.put("missing_there", Long.toString(result.missingThere()));
    details.put("differences", Integer.toString(result.differences().size()));
    String receipt = recorder().changed(new Change("usage.reconciled", by.name(), "", "", details));
    assert !receipt.isEmpty();
    return result;
  }

  /** A provider that the record knows nothing of is one, and not a word that was mistyped. */
  private void known(String provider) {
    var names = snapshots.get().registry().providers().stream().map(ProviderSetting::name).toList();
    if (!names.contains(provider)) {
      String nearest = String.join(", ", Nearest.to(provider, names, 3));
      String hint = nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
      throw Fault.of(Code.NOT_FOUND, "there is no provider '" + provider + "'" + hint).stop();
    }
  }

  private static RecordIndex.Span span(List<UsageLine> lines) {
    var days = lines.stream().map(UsageLine::day).sorted().toList();
    if (days.isEmpty()) {
      return new RecordIndex.Span(0, 0);
    }
    return new RecordIndex.Span(
        start(LocalDate.parse(days.getFirst())),
        start(LocalDate.parse(days.getLast()).plusDays(1)));
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
