package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Facts;
import io.sluice.model.Label;
import io.sluice.model.Losses;
import io.sluice.model.ModelFamily;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A decision retold for a reader: who, what, why, what of it was done, what it cost. */
public record Explanation(List<Section> sections) {
  /** One question and the lines that answer it. */
  public record Section(String title, List<String> lines) {
    public Section {
      lines = List.copyOf(lines);
    }
  }

  public Explanation {
    sections = List.copyOf(sections);
  }

  /** What the entries of {@code trace} tell. */
  public static Explanation of(Trace trace) {
    var told = new Telling();
    Json decision = trace.first("decision");
    Json refusal = trace.first("refusal");
    Json begin = decision.missing() ? refusal : decision;
    Optional<Facts> facts = EntryReader.facts(begin);
    facts.ifPresent(known -> facts(told, known));
    told.section("flow", Descent.told(decision));
    told.section("decision", decision(decision, refusal));
    told.section("candidates", Candidates.of(decision));
    told.section("rulings", rulings(trace));
    Json outcome = trace.first("outcome");
    told.section("attempts", attempts(outcome));
    told.section("masked", masked(outcome));
    told.section("content rules", acted(outcome));
    told.section("lost in translation", FactsText.list(outcome.at("losses")));
    told.section("scans", scans(decision, outcome));
    told.section("outcome", outcome(trace, outcome));
    told.section("money", money(decision, outcome));
    told.section("rules in force", inForce(decision));
    told.section("receipts", receipts(trace));
    return new Explanation(told.sections);
  }

  /** A few aligned lines per section. */
  public String text() {
    var text = new StringBuilder();
    for (Section section : sections) {
      String title = section.title();
      for (String line : section.lines()) {
        text.append("%-20s %s%n".formatted(title, line));
        title = "";
      }
    }
    return text.toString();
  }

  /** Collects sections that have something to say. */
  private static final class Telling {
    private final List<Section> sections = new ArrayList<>();

    void section(String title, List<String> lines) {
      if (!lines.isEmpty()) {
        sections.add(new Section(title, lines));
      }
    }
  }

  private static void facts(Telling told, Facts facts) {
    told.section("who", List.of(who(facts.principal())));
    told.section("asked", List.of(asked(facts.traits())));
    told.section("label", label(facts));
    if (!facts.purpose().isEmpty()) {
      told.section("purpose", List.of(facts.purpose()));
    }
    told.section("waivers", facts.waivers());
    told.section("would be lost", lost(facts.losses()));
  }

  private static List<String> lost(Losses losses) {
    var lines = new ArrayList<String>();
    losses.byModel().forEach((model, names) -> lines.add(model + ": " + String.join(", ", names)));
    return lines;
  }

  private static String who(Principal principal) {
    var text = new StringBuilder("key ").append(principal.id());
    text.append(" of tenant ").append(principal.tenant());
    add(text, ", team ", principal.affiliation().team());
    add(text, ", app ", principal.affiliation().app());
    add(text, ", roles ", String.join(" ", principal.affiliation().roles()));
    add(text, ", through ", String.join(" > ", principal.delegation().chain()));
    add(text, ", by its own word for ", String.join(" > ", principal.delegation().claimed()));
    add(text, ", session ", principal.delegation().session());
    return text.toString();
  }

  private static String asked(Traits traits) {
    var text = new StringBuilder(Words.of(traits.call().operation()));
    text.append(" '").append(traits.call().model()).append("' as ").append(traits.call().format());
    text.append(traits.call().stream() ? ", streamed, " : ", ");
    text.append(traits.size().textBytes()).append(" bytes of text");
    add(text, ", with ", String.join(" ", traits.modalities()));
    add(text, ", tools ", String.join(" ", traits.tools()));
    add(text, ", a task of the kind ", traits.task().text());
    add(text, ", fields that change terms ", String.join(" ", traits.terms()));
    return text.toString();
  }

  private static List<String> label(Facts facts) {
    var lines = new ArrayList<String>();
    lines.add(text(facts.exposure().label()));
    lines.add("  " + text(facts.exposure().base()) + " by who asks and how");
    for (var found : facts.exposure().found()) {
      String times = found.count() == 0 ? "what could not be looked for: " : found.count() + " x ";
      lines.add("  " + text(found.label()) + " by " + times + found.type());
    }
    return lines;
  }

  static String text(Label label) {
    var text = new StringBuilder(label.level().word());
    add(text, " ", String.join(",", label.categories().names()));
    text.append(" (").append(label.integrity().word()).append(" integrity)");
    add(text, ", read by ", label.readers().everyone() ? "" : label.readers().text());
    return text.toString();
  }

  private static List<String> decision(Json decision, Json refusal) {
    if (!refusal.missing()) {
      return List.of("ended at " + refusal.text("stage", "") + ": " + fault(refusal.at("refusal")));
    }
    Json fault = decision.at("refusal");
    String held = decision.text("held", "");
    return decision.missing()
        ? List.of()
        : List.of(
            decision.text("verdict", "")
                + (fault.missing() ? "" : ": " + fault(fault))
                + (held.isEmpty() ? "" : ", approval " + held));
  }

  static String fault(Json fault) {
    var text = new StringBuilder(fault.text("code", ""));
    add(text, ", ", fault.text("message", ""));
    add(text, " [", String.join(", ", FactsText.list(fault.at("details"))));
    return text.indexOf(" [") > 0 ? text.append(']').toString() : text.toString();
  }

  private static List<String> rulings(Trace trace) {
    var lines = new ArrayList<String>();
    for (Trace.Line line : trace.lines()) {
      Json entry = line.entry();
      if (line.kind().equals("ruling")) {
        var text = new StringBuilder(entry.text("question", ""));
        add(text, " ", entry.text("subject", ""));
        add(text, ": ", entry.text("verdict", ""));
        add(text, ", ", entry.text("reason", ""));
        add(text, ", by ", String.join(", ", FactsText.list(entry.at("rules"))));
        add(
            text,
            ", would be stopped in ",
            String.join(", ", FactsText.list(entry.at("would_stop"))));
        lines.add(text.toString());
      }
    }
    return lines;
  }

  private static List<String> attempts(Json outcome) {
    var lines = new ArrayList<String>();
    for (Json attempt : outcome.at("tries").items()) {
      String code = attempt.text("code", "");
      lines.add(
          "%d. %s: %s after %d ms"
              .formatted(
                  lines.size() + 1,
                  attempt.text("model", ""),
                  code.isEmpty() ? "answered" : code,
                  attempt.integer("took_ms", 0)));
    }
    return lines;
  }

  private static List<String> masked(Json outcome) {
    var lines = new ArrayList<String>();
    for (Json masked : outcome.at("masked").items()) {
      lines.add(
          "%s: %d masked, %d put back"
              .formatted(
                  masked.text("category", ""),
                  masked.integer("masked", 0),
                  masked.integer("restored", 0)));
    }
    return lines;
  }

  private static List<String> acted(Json outcome) {
    var lines = new ArrayList<String>();
    for (Json acted : outcome.at("rules").items()) {
      lines.add(
          "%s met %d x in the answer: %s"
              .formatted(
                  acted.text("rule", ""), acted.integer("count", 0), acted.text("verdict", "")));
    }
    return lines;
  }

  private static List<String> scans(Json decision, Json outcome) {
    var lines = new ArrayList<String>();
    scan(lines, "request", decision.at("scans"));
    lines.addAll(Scans.told("request", decision.at("scans")));
    scan(lines, "answer", outcome.at("scans"));
    lines.addAll(Scans.told("answer", outcome.at("scans")));
    return lines;
  }

  private static void scan(List<String> lines, String what, Json scans) {
    var text = new StringBuilder();
    add(text, " looked at by ", String.join(" ", FactsText.list(scans.at("run"))));
    add(text, " NOT looked at by ", String.join(" ", FactsText.list(scans.at("missed"))));
    if (!text.isEmpty()) {
      lines.add(what + text);
    }
  }

  private static List<String> outcome(Trace trace, Json outcome) {
    if (outcome.missing()) {
      boolean swept = !trace.first("outcome.unknown").missing();
      boolean open = !trace.first("decision").missing();
      return swept
          ? List.of("unknown: the gateway stopped before it ended")
          : open ? List.of("not ended yet") : List.of();
    }
    Json served = outcome.at("served");
    var text = new StringBuilder(outcome.at("outcome").text("kind", ""));
    text.append(", status ").append(outcome.at("outcome").integer("status", 0));
    Json fault = outcome.at("outcome").at("fault");
    add(text, ", ", fault.missing() ? "" : fault(fault));
    add(text, ", by ", served.text("model", ""));
    add(text, ", finish ", served.text("finish", ""));
    add(text, ", released ", outcome.at("released").text("how", ""));
    add(text, ", credential ", served.at("credential").text("id", ""));
    text.append(", ").append(outcome.at("timing").integer("took_ms", 0)).append(" ms");
    var lines = new ArrayList<String>(List.of(text.toString()));
    impersonated(lines, served);
    said(lines, outcome.at("said"));
    return lines;
  }

  /** What the provider said of who answered, where that is not who was asked. */
  private static void impersonated(List<String> lines, Json served) {
    String asked = served.text("model", "");
    String said = served.text("said", "");
    if (!said.isEmpty() && !ModelFamily.of(asked).equals(ModelFamily.of(said))) {
      lines.add("asked was " + asked + ", and the provider said that '" + said + "' answered");
    }
  }

  private static void said(List<String> lines, Json said) {
    if (said.missing()) {
      return;
    }
    String rule = said.text("rule", "");
    String by = rule.isEmpty() ? "" : ", endorsed by the rule " + rule;
    lines.add("the answer is " + text(FactsText.label(said.at("label"))) + by);
    List<String> active = FactsText.list(said.at("active"));
    if (!active.isEmpty()) {
      lines.add(
          "untrusted content had a say in it, and it does something where it is carried out as "
              + String.join(", ", active));
    }
  }

  private static List<String> money(Json decision, Json outcome) {
    var lines = new ArrayList<String>();
    long bound = decision.at("budget").integer("bound", 0);
    if (bound > 0) {
      lines.add("set aside %s USD".formatted(new Money(bound).dollars()));
    }
    Json usage = outcome.at("usage");
    if (!usage.missing()) {
      lines.add(
          "cost %s USD, charged %s USD; %d tokens in, %d out"
              .formatted(
                  new Money(usage.integer("cost", 0)).dollars(),
                  new Money(outcome.at("budget").integer("charged", 0)).dollars(),
                  usage.integer("input", 0)
                      + usage.integer("cache_read", 0)
                      + usage.integer("cache_write", 0),
                  usage.integer("output", 0)));
    }
    return lines;
  }

  private static List<String> inForce(Json decision) {
    Json rules = decision.at("rules");
    return rules.missing()
        ? List.of()
        : List.of("policy " + rules.text("policy", "") + ", all " + rules.text("snapshot", ""));
  }

  private static List<String> receipts(Trace trace) {
    var lines = new ArrayList<String>();
    for (Trace.Line line : trace.lines()) {
      lines.add(trace.receipt(line) + " " + line.kind());
    }
    return lines;
  }

  static void add(List<String> lines, String line) {
    if (!line.isEmpty()) {
      lines.add(line);
    }
  }

  static void add(StringBuilder text, String before, String what) {
    if (!what.isEmpty()) {
      text.append(before).append(what);
    }
  }
}
