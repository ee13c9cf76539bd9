package io.sluice;

import io.sluice.admin.ReadState;
import io.sluice.audit.Recorder;
import io.sluice.egress.Egress;
import io.sluice.ingress.Listener;
import io.sluice.model.Candidate;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.pipeline.Tallies;
import io.sluice.registry.Origin;
import io.sluice.registry.ProviderSetting;
import io.sluice.vault.Vault;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the gateway is, gathered from its parts. */
final class StateView implements ReadState {
  /** A disk that has not finished a write for as long is worth a look. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final Storage storage;
  private final Snapshots snapshots;
  private final Vault vault;
  private final Reload reload;
  private final Governance governance;
  private final MeasuresView measures;
  private final Flows flows;

  /** What moves. */
  record Flows(
      Recorder recorder,
      Egress egress,
      Listener clients,
      Tallies tallies,
      Log log,
      Supplier<String> anchor,
      Supplier<List<String>> lost) {}

  /** What is in force. */
  record Rulebook(Snapshots snapshots, Vault vault, Reload reload, MeasuresView measures) {}

  StateView(Storage storage, Rulebook rulebook, Flows flows) {
    this.storage = storage;
    this.snapshots = rulebook.snapshots();
    this.vault = rulebook.vault();
    this.reload = rulebook.reload();
    this.measures = rulebook.measures();
    this.governance = measures.governance();
    this.flows = flows;
  }

  @Override
  public List<Component> components() {
    var all = new ArrayList<Component>();
    all.add(record());
    all.add(
        new Component(
            "store", true, storage.state().ailment().map(_ -> "working from memory").orElse("")));
    all.add(new Component("disk", !storage.lowDisk(), ""));
    String stale = "the file as it stands cannot be used; the last good one is in force";
    all.add(new Component("configuration", true, reload.failing() ? stale : ""));
    boolean unusable = !vault.problems().isEmpty();
    all.add(
        new Component("credentials", true, unusable ? "a provider credential is unusable" : ""));
    all.add(new Component("anchor", true, flows.anchor().get()));
    all.add(new Component("approvals", true, governance.webhook().warning()));
    var lost = flows.lost().get();
    String again = "registered content is not known any more, register it again: ";
    all.add(new Component("content", true, lost.isEmpty() ? "" : again + String.join(", ", lost)));
    String reviews = governance.unreviewed();
    all.add(new Component("reviews", true, reviews.isEmpty() ? "" : "reviews: " + reviews));
    String suspended = governance.suspended();
    all.add(
        new Component("suspensions", true, suspended.isEmpty() ? "" : "suspended: " + suspended));
    return all;
  }

  private Component record() {
    var ledger = storage.ledger();
    Duration stuck = ledger.stuck();
    boolean ready = ledger.fault().isEmpty() && stuck.compareTo(ledger.patience()) <= 0;
    boolean slow = stuck.compareTo(SLOW) > 0;
    return new Component("record", ready, slow ? "its disk does not finish a write" : "");
  }

  @Override
  public List<ProviderLine> providers() {
    var registry = snapshots.get().registry();
    var all = new ArrayList<ProviderLine>();
    for (ProviderSetting provider : registry.providers()) {
      var models = candidates().stream().filter(one -> at(one, provider)).toList();
      var profile = models.isEmpty() ? null : models.getFirst().profile();
      all.add(
          new ProviderLine(
              provider.name(),
              provider.endpoint().api(),
              profile == null ? "" : profile.zone().name().toLowerCase(Locale.ROOT),
              standing(profile, governance.stopped(provider.name())),
              vault.problems().stream().noneMatch(bad -> bad.provider().equals(provider.name())),
              models.size()));
    }
    return all;
  }

  private static Standing standing(@Nullable Profile profile, boolean suspended) {
    return profile == null
        ? new Standing("", "", suspended)
        : new Standing(
            profile.clearance().word(),
            profile.review().standing().name().toLowerCase(Locale.ROOT),
            suspended);
  }

  private static boolean at(Candidate candidate, ProviderSetting provider) {
    return candidate.ref().provider().equals(provider.name());
  }

  private List<Candidate> candidates() {
    var anybody =
        new Principal(
            "",
            "",
            new Principal.Affiliation("", "", List.of()),
            new Principal.Grants(Level.PUBLIC, null, Integrity.USER, List.of()),
            Principal.Allowance.NONE,
            Principal.Delegation.NONE);
    return snapshots.get().registry().offered(anybody);
  }

  @Override
  public List<ModelLine> models() {
    var all = new ArrayList<ModelLine>();
    var registry = snapshots.get().registry();
    var today = LocalDate.ofInstant(snapshots.clockNow(), ZoneOffset.UTC);
    for (Candidate one : candidates()) {
      Origin origin = registry.origin(one.ref());
      LocalDate asOf = origin.asOf();
      all.add(
          new ModelLine(
              one.name(),
              one.ref().text(),
              standing(one.profile(), governance.stopped(one.ref())),
              one.price(),
              origin,
              asOf == null ? -1 : Math.max(0, ChronoUnit.DAYS.between(asOf, today)),
              one.abilities()));
    }
    return all;
  }

  @Override
  public String metrics() {
    var text = new StringBuilder();
    metric(text, "sluice_exchanges_active", "gauge", flows.clients().exchanges());
    metric(text, "sluice_connections_active", "gauge", flows.clients().connections());
    metric(text, "sluice_upstream_requests_total", "counter", flows.egress().requests());
    metric(text, "sluice_record_entries_total", "counter", storage.ledger().durableSize());
    metric(text, "sluice_record_lost_total", "counter", flows.recorder().lost());
    metric(text, "sluice_log_lost_total", "counter", flows.log().lost());
    long untold = governance.webhook().failed();
    metric(text, "sluice_approval_notices_failed_total", "counter", untold);
    counted(text);
    text.append("# TYPE sluice_governance gauge\n");
    measures
        .now()
        .forEach(
            (name, value) ->
                text.append("sluice_governance{measure=\"%s\"} %s%n".formatted(name, value)));
    text.append("# TYPE sluice_component_ready gauge\n");
    for (Component one : components()) {
      text.append("sluice_component_ready{component=\"")
          .append(one.name())
          .append("\"} ")
          .append(one.ready() ? 1 : 0)
          .append('\n');
    }
    return text.toString();
  }

  /** What exchanges came to, by words of closed or bounded lists. */
  private void counted(StringBuilder text) {
    text.append("# TYPE sluice_exchanges_total counter\n");
    flows
        .tallies()
        .endings()
        .forEach(
            (ending, count) ->
                text.append(
                    "sluice_exchanges_total{kind=\"%s\",code=\"%s\"} %d%n"
                        .formatted(ending.kind(), ending.code(), count)));
    notices(text);
    text.append("# TYPE sluice_findings_total counter\n");
    flows
        .tallies()
        .met()
        .forEach(
            (met, count) ->
                text.append(
                    "sluice_findings_total{type=\"%s\",direction=\"%s\"} %d%n"
                        .formatted(met.type(), met.direction(), count)));
    var sums = flows.tallies().sums();
    metric(text, "sluice_tokens_input_total", "counter", sums.inputTokens());
    metric(text, "sluice_tokens_output_total", "counter", sums.outputTokens());
    metric(text, "sluice_cost_micro_dollars_total", "counter", sums.microDollars());
  }

  private void notices(StringBuilder text) {
    text.append("# TYPE sluice_budget_notices_total counter\n");
    flows
        .tallies()
        .told()
        .forEach(
            (told, count) ->
                text.append(
                    "sluice_budget_notices_total{kind=\"%s\",scope=\"%s\"} %d%n"
                        .formatted(word(told.kind()), word(told.scope()), count)));
    text.append("# TYPE sluice_model_changes_total counter\n");
    flows
        .tallies()
        .changes()
        .forEach(
            (what, count) ->
                text.append(
                    "sluice_model_changes_total{what=\"%s\"} %d%n".formatted(word(what), count)));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void metric(StringBuilder text, String name, String type, long value) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(value).append('\n');
  }

  @Override
  public String clientAddress() {
    var bound = flows.clients().address();
    String scheme = flows.clients().secure() ? "https://" : "http://";
    return scheme + bound.getAddress().getHostAddress() + ":" + bound.getPort();
  }

  @Override
  public boolean metricsOpen() {
    return snapshots.config().planes().metricsOpen();
  }

  @Override
  public String policy() {
    return snapshots.get().ids().policy();
  }
}
