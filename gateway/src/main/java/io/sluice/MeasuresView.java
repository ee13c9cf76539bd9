package io.sluice;

import io.sluice.admin.ReadMeasures;
import io.sluice.admin.ReportContent;
import io.sluice.approval.Waiver;
import io.sluice.audit.Change;
import io.sluice.audit.EntryReader;
import io.sluice.audit.Traffic;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Level;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Zone;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Measures from the ledger, from the rules in force and from what people decided. */
final class MeasuresView implements ReadMeasures {
  private static final long MOST_ENTRIES = 2_000_000;
  private static final Duration DAY = Duration.ofDays(1);

  private final Bookkeeping books;
  private final Snapshots snapshots;
  private final Governance governance;
  private final Supplier<String> checkpoint;
  private LocalDate told = LocalDate.MIN;

  /** {@code checkpoint}: the signed note of the ledger as it is. */
  MeasuresView(
      Bookkeeping books, Snapshots snapshots, Governance governance, Supplier<String> checkpoint) {
    this.books = books;
    this.snapshots = snapshots;
    this.governance = governance;
    this.checkpoint = checkpoint;
  }

  Governance governance() {
    return governance;
  }

  /** What has to be done every second or so. */
  void tick() {
    governance.tick();
    daily();
  }

  @Override
  public Measures measures(Duration since, Operator by) {
    by.require(Role.VIEWER);
    return measures(since);
  }

  private Measures measures(Duration since) {
    Instant until = snapshots.clockNow().truncatedTo(ChronoUnit.SECONDS);
    Instant from = until.minus(since);
    var traffic = new Traffic();
    Span span = read(from, until, traffic);
    var possible = possible();
    var paths = new Paths(sensitive(), List.copyOf(traffic.paths()));
    var shares = new TreeMap<String, Double>();
    shares.put("audit_completeness", traffic.completeness());
    shares.put("movable", traffic.movable());
    shares.put("residual_risk", traffic.residualRisk());
    var counts = new TreeMap<>(standing());
    traffic.verdicts().forEach((verdict, count) -> counts.put("decisions_" + verdict, count));
    counts.put("decisions", traffic.decisions());
    counts.put("entries", traffic.entries());
    traffic.events().forEach((kind, count) -> counts.put("event " + kind, count));
    possible.forEach(
        (level, providers) ->
            counts.put("spare_candidates " + level, (long) Math.max(0, candidates(level) - 1)));
    var reach = new Reach(possible, lists(traffic.providers()), paths);
    return new Measures(span, reach, shares, counts, traffic.rules(), traffic.newest());
  }

  /** Entries since {@code from}, found by halving: they are in the order of their time. */
  private Span read(Instant from, Instant until, Traffic traffic) {
    try {
      var log = books.log();
      long next = log.size();
      long low = Math.max(0, next - MOST_ENTRIES);
      long high = next;
      while (low < high) {
        long middle = (low + high) / 2;
        boolean before = EntryReader.head(log.entry(middle)).at() < from.toEpochMilli();
        low = before ? middle + 1 : low;
        high = before ? high : middle;
      }
      long first = low;
      long end =
          log.walk(
              first,
              (index, entry) -> {
                traffic.add(EntryReader.json(entry));
                return index + 1 < next;
              });
      return new Span(from, until, first, end);
    } catch (IOException e) {
      throw Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be read").stop();
    }
  }

  private static Map<String, List<String>> lists(Map<String, Set<String>> sets) {
    var lists = new TreeMap<String, List<String>>();
    sets.forEach((name, set) -> lists.put(name, List.copyOf(set)));
    return lists;
  }

  private List<Candidate> models() {
    return snapshots.get().registry().models();
  }

  private Map<String, List<String>> possible() {
    var all = new TreeMap<String, List<String>>();
    for (Level level : Level.values()) {
      var providers = new TreeSet<String>();
      models().stream()
          .filter(one -> cleared(one, level))
          .forEach(one -> providers.add(one.ref().provider()));
      all.put(level.word(), List.copyOf(providers));
    }
    return all;
  }

  private int candidates(String level) {
    Level wanted = Level.of(level).orElse(Level.RESTRICTED);
    return (int) models().stream().filter(one -> cleared(one, wanted)).count();
  }

  private boolean cleared(Candidate one, Level level) {
    return one.profile().clearance().compareTo(level) >= 0 && !governance.stopped(one.ref());
  }

  private List<String> sensitive() {
    var paths = new TreeSet<String>();
    for (Level level : List.of(Level.CONFIDENTIAL, Level.RESTRICTED)) {
      models().stream()
          .filter(one -> one.profile().zone() == Zone.EXTERNAL && cleared(one, level))
          .forEach(one -> paths.add(level.word() + " -> " + one.ref().provider()));
    }
    return List.copyOf(paths);
  }

  /** What stands now, whatever traffic there was. */
  private Map<String, Long> standing() {
    var people = governance.people();
    Instant now = snapshots.clockNow();
    var counts = new TreeMap<String, Long>();
    counts.put(
        "waivers_open",
        people.waivers().list().stream()
            .filter(one -> one.state(now) == Waiver.State.ACTIVE)
            .count());
    counts.put("approvals_waiting", (long) people.approvals().waiting());
    counts.put("suspensions", (long) people.suspensions().list().size());
    var registry = snapshots.get().registry();
    counts.put("providers", (long) registry.providers().size());
    counts.put(
        "providers_reviewed",
        registry.providers().stream()
            .flatMap(one -> registry.profile(one.name()).stream())
            .filter(profile -> profile.review().standing() == Standing.VALID)
            .count());
    counts.put("rules", (long) snapshots.get().rules().ids().size());
    counts.put("lost_entries", books.recorder().lost());
    return counts;
  }

  @Override
  public Map<String, Double> now() {
    var all = new TreeMap<String, Double>();
    standing().forEach((name, value) -> all.put(name, (double) value));
    possible().forEach((level, list) -> all.put("providers_for_" + level, (double) list.size()));
    all.put("exposure_paths_possible", (double) sensitive().size());
    return all;
  }

  /** Once a day the measures of the last one become an entry of the ledger, and so are signed. */
  synchronized void daily() {
    var today = LocalDate.ofInstant(snapshots.clockNow(), ZoneOffset.UTC);
    if (today.equals(told)) {
      return;
    }
    Measures measures = measures(DAY);
    var details = new TreeMap<String, String>();
    measures.shares().forEach((name, value) -> details.put(name, "%.4f".formatted(value)));
    measures.counts().forEach((name, value) -> details.put(name, Long.toString(value)));
    Reach reach = measures.reach();
    reach.possible().forEach((level, list) -> details.put("possible " + level, join(list)));
    reach.used().forEach((level, list) -> details.put("used " + level, join(list)));
    details.put("paths possible", join(reach.paths().possible()));
    details.put("paths used", join(reach.paths().used()));
    details.put("first", Long.toString(measures.span().first()));
    details.put("next", Long.toString(measures.span().next()));
    record("measures.daily", "gateway", details);
    told = today;
  }

  private static String join(List<String> list) {
    return String.join(", ", list);
  }

  private String record(String type, String actor, Map<String, String> details) {
    return books.recorder().changed(new Change(type, actor, "", "", details));
  }

  @Override
  public Report report(String framework, Duration since, Operator by) {
    by.require(Role.AUDITOR);
    Frameworks.Framework map = Frameworks.of(framework);
    Measures measures = measures(since);
    var controls = new ArrayList<Control>();
    map.controls().forEach(control -> controls.add(Checked.control(control, measures)));
    String signed = checkpoint.get();
    var made = new Report(framework, map.title(), measures.span(), controls, signed, "", "");
    String hash = Frameworks.sha256(ReportContent.of(made));
    var details = new TreeMap<String, String>();
    details.put("framework", framework);
    details.put("sha256", hash);
    details.put("first", Long.toString(measures.span().first()));
    details.put("next", Long.toString(measures.span().next()));
    controls.forEach(control -> details.put("control " + control.id(), control.status()));
    String receipt = record("report.made", by.name(), details);
    return new Report(framework, map.title(), measures.span(), controls, signed, hash, receipt);
  }
}
