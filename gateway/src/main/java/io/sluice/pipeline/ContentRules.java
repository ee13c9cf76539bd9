package io.sluice.pipeline;

import io.sluice.inspect.Inspector;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.model.Candidate;
import io.sluice.model.ContentRule;
import io.sluice.model.ContentRule.Consequence;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Principal;
import io.sluice.model.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The content rules of one snapshot, ready to look: at requests here, at answers in {@link
 * Screening}. What comes of a finding in a request is policy's to say.
 *
 * @param in what requests are looked through for
 * @param out what answers are looked through for
 * @param checks what somebody is asked about both, see {@link Checks}
 */
public record ContentRules(List<ContentRule> all, RuleSet in, RuleSet out, List<CheckRule> checks) {
  /** No rule. */
  public static final ContentRules NONE =
      new ContentRules(List.of(), RuleSet.NONE, RuleSet.NONE, List.of());

  public ContentRules {
    all = List.copyOf(all);
    checks = List.copyOf(checks);
  }

  /** Whom requests of such a role that ask for {@code route} are shown to. */
  List<CheckRule> checksIn(String route, Collection<String> roles) {
    return checks.isEmpty()
        ? List.of()
        : checks(rule -> rule.in() && rule.scope().covers(route, roles));
  }

  /** Whom the answer of a gate is shown to. */
  List<CheckRule> checksOut(Acts acts) {
    return checks.isEmpty() ? List.of() : checks(rule -> rule.out() && acts.isDue(rule.name()));
  }

  private List<CheckRule> checks(Predicate<ContentRule> which) {
    Set<String> due = all.stream().filter(which).map(ContentRule::name).collect(Collectors.toSet());
    return checks.stream().filter(check -> due.contains(check.rule())).toList();
  }

  /** What stands in a request: what detectors find, and what of the rules that hold for it. */
  Findings inspect(Inspector inspector, Request request, Principal principal) {
    Findings findings = inspector.inspect(request, in);
    var off = new HashSet<String>(0);
    String route = request.traits().call().model();
    for (ContentRule rule : all) {
      if (rule.in() && !rule.scope().covers(route, principal.affiliation().roles())) {
        off.add(rule.name());
      }
    }
    return off.isEmpty() ? findings : without(off, findings);
  }

  private static Findings without(Set<String> off, Findings findings) {
    var bySegment = new ArrayList<List<Finding>>(findings.bySegment().size());
    for (List<Finding> segment : findings.bySegment()) {
      boolean any = segment.stream().anyMatch(finding -> off.contains(finding.type()));
      bySegment.add(
          any
              ? segment.stream().filter(finding -> !off.contains(finding.type())).toList()
              : segment);
    }
    var missed = findings.notScanned().stream().filter(name -> !off.contains(name)).toList();
    return new Findings(bySegment, missed);
  }

  /** What holds for the answer of {@code candidate} to a request, by name. */
  Map<String, Consequence> due(Content content, Candidate candidate) {
    if (out.isEmpty()) { // a check stands in it, with nothing to look for
      return Map.of();
    }
    var due = new HashMap<String, Consequence>(0);
    for (ContentRule rule : out(content)) {
      if (rule.scope().covers(candidate)) {
        due.put(rule.name(), rule.consequence());
      }
    }
    return due;
  }

  private List<ContentRule> out(Content content) {
    String route = content.request().traits().call().model();
    var roles = content.facts().principal().affiliation().roles();
    return all.stream().filter(rule -> rule.out() && rule.scope().covers(route, roles)).toList();
  }

  /** True if an answer to this request may have to wait for a person. */
  boolean mayHold(Content content) {
    return !out.isEmpty()
        && out(content).stream().anyMatch(rule -> rule.consequence() == Consequence.HOLD);
  }

  /** The rules that do more than label. */
  List<String> acting() {
    return all.stream()
        .filter(rule -> rule.consequence() != Consequence.LABEL)
        .map(ContentRule::name)
        .toList();
  }
}
