package io.sluice.pipeline;

import io.sluice.audit.Scans;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Tracer;
import io.sluice.inspect.Inspector;
import io.sluice.model.Clock;
import io.sluice.model.Deadline;
import io.sluice.model.ExchangeId;
import io.sluice.model.Exposure;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Lifeline;
import io.sluice.model.Origin;
import io.sluice.model.Segment;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Has content judged by whom content rules name. What they find in a request is a finding like any
 * other, of the rule's own type; where nobody could say, the rule counts as found, unless it says
 * otherwise. Thread-safe.
 */
public final class Checks {
  private final Checker classifiers;
  private final Checker inProcess;
  private final Clock clock;

  /** Asks {@code classifiers}, or {@code inspector} where nothing shall leave. */
  public Checks(Classifiers classifiers, Inspector inspector, Clock clock) {
    this.classifiers = classifiers;
    this.inProcess = new OwnChecker(inspector);
    this.clock = clock;
  }

  Checker.Told ask(
      CheckRule rule, Checker.Matter matter, List<Checker.Text> texts, Deadline until) {
    var asking = new Checker.Asking(rule, matter, texts, until);
    return (rule.inProcess() ? inProcess : classifiers).ask(asking);
  }

  /** When what that rule asks for is of no use any more. */
  Deadline until(CheckRule rule) {
    return Deadline.in(rule.bounds().time(), clock);
  }

  /**
   * The request with what was found in it by those who were asked; the same if nobody was.
   *
   * @param lifeline what ends it early, its own deadline among that
   */
  Content over(Content content, ExchangeId id, Lifeline lifeline) {
    var labels = content.snapshot().labels();
    String route = content.request().traits().call().model();
    var roles = content.facts().principal().affiliation().roles();
    List<CheckRule> due = labels.content().checksIn(route, roles);
    if (due.isEmpty()) {
      return content;
    }
    var request = new Asked(content, id);
    var matter = new Checker.Matter(content, content.facts().exposure(), lifeline);
    for (CheckRule rule : due) {
      if (!request.texts.isEmpty()) {
        request.take(rule, ask(rule, matter, request.texts, until(rule)));
      }
    }
    return request.judged(labels.settings());
  }

  /** A request that others are asked about. */
  private static final class Asked {
    private final Content content;
    private final List<Checker.Text> texts = new ArrayList<>();
    private final List<Integer> segments = new ArrayList<>(); // by text, which segment it is
    private final List<List<Finding>> findings;
    private final List<String> missed;
    private final TreeMap<String, Integer> met = new TreeMap<>(); // by rule; 0: nobody said
    private final List<Scans.Asked> who = new ArrayList<>();

    Asked(Content content, ExchangeId id) {
      this.content = content;
      var seen = content.inspection();
      findings = new ArrayList<>(seen.findings().bySegment());
      missed = new ArrayList<>(seen.findings().notScanned());
      List<Segment> all = content.request().segments();
      for (int i = 0; i < all.size(); i++) {
        Segment segment = all.get(i);
        if (!segment.text().isBlank()) {
          var origin = new Origin(id.value(), Tracer.word(segment.source()) + ":" + i);
          var label = seen.provenance().bySegment().get(i).label();
          texts.add(new Checker.Text(segment, findings.get(i), label, origin));
          segments.add(i);
        }
      }
    }

    void take(CheckRule rule, Checker.Told told) {
      who.addAll(told.asked());
      if (told.failed()) {
        missed.add(rule.rule());
        if (!rule.passing()) {
          met.put(rule.rule(), 0);
        }
      }
      for (int i = 0; i < told.found().size(); i++) {
        for (Span span : told.found().get(i)) {
          add(rule.rule(), segments.get(i), span);
        }
      }
    }

    /** What is found in JSON is there, and nobody can cut it out: it counts as not looked for. */
    private void add(String rule, int segment, Span span) {
      var here = new ArrayList<>(findings.get(segment));
      here.add(new Finding(rule, span));
      here.sort(Comparator.comparingInt(finding -> finding.span().start()));
      findings.set(segment, List.copyOf(here));
      boolean json = content.request().segments().get(segment).json();
      met.merge(rule, json ? 0 : 1, Asked::sum);
    }

    /** Nothing but 0 comes of what is 0 once. */
    private static int sum(int one, int other) {
      return one == 0 || other == 0 ? 0 : one + other;
    }

    Content judged(FlowSettings settings) {
      var seen = content.inspection().with(new Findings(findings, missed), who);
      var facts = content.facts();
      var found = new TreeMap<String, Exposure.Found>();
      facts.exposure().found().forEach(one -> found.put(one.type(), one));
      met.forEach(
          (rule, count) -> {
            var before = found.get(rule);
            int all = before == null ? count : sum(before.count(), count);
            found.put(rule, new Exposure.Found(rule, settings.meaning(rule).label(), all));
          });
      var exposure = new Exposure(facts.exposure().base(), List.copyOf(found.values()));
      return content.judged(seen, facts.exposing(exposure));
    }
  }
}
