package io.sluice.pipeline;

import io.sluice.flow.Declared;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Lineage;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.Tracer;
import io.sluice.json.Json;
import io.sluice.model.Code;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Label;
import io.sluice.model.Lifeline;
import io.sluice.model.Losses;
import io.sluice.model.Origin;
import io.sluice.model.Principal;
import io.sluice.model.Prompt;
import io.sluice.model.Provenance;
import io.sluice.model.Sampling;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Shape;
import io.sluice.model.Span;
import io.sluice.model.Stop;
import io.sluice.model.Stretch;
import io.sluice.model.Tools;
import io.sluice.model.Traced;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Labels a piece of content that no model is asked about: a retrieved chunk, a note that is about
 * to be stored. From then on it is known again wherever it turns up. Thread-safe.
 */
public final class Appraiser {
  private static final Set<String> MEMBERS = Set.of("content", "source", "labels");
  private static final String USER = "user";

  private final Supplier<Snapshot> snapshots;
  private final Gateway.Intake intake;
  private final Checks checks;

  /**
   * What it is, and what stands in it by detectors and content rules: the caller is told, and
   * nothing is stopped.
   *
   * @param notScanned what could not be looked for, by name
   */
  public record Appraisal(Label label, List<Finding> findings, List<String> notScanned) {
    public Appraisal {
      findings = List.copyOf(findings);
      notScanned = List.copyOf(notScanned);
    }
  }

  Appraiser(Supplier<Snapshot> snapshots, Gateway.Intake intake, Checks checks) {
    this.snapshots = snapshots;
    this.intake = intake;
    this.checks = checks;
  }

  /**
   * Labels the content of a body {@code {content, source, labels?}}: {@code source} is the name of
   * the tool or server that it comes from, or {@code user} for the caller's own words.
   *
   * @throws Stop if the caller is nobody, asks too often, or says something that cannot be read
   */
  public Appraisal appraise(Received received) {
    Principal principal = intake.authenticator().identify(received.presented());
    var snapshot = snapshots.get();
    try (var _ = intake.rates().admit(principal, snapshot.allowances().limits())) {
      intake.authenticator().confirm(principal);
      var labels = snapshot.labels();
      Json body = received.take(intake.limits()).root();
      for (Json.Field field : body.fields()) {
        if (!MEMBERS.contains(field.name())) {
          throw bad(field.name(), "unknown member '" + field.name() + "'");
        }
      }
      String content = text(body, "content");
      String source = text(body, "source");
      Label own = source(principal, source, labels.tools()).join(declared(body, labels.settings()));
      var piece = new Piece(content, source.equals(USER) ? Source.USER : Source.TOOL_RESULT, own);
      Findings findings = findings(received, snapshot, principal, piece);
      for (Finding finding : findings.bySegment().getFirst()) {
        own = own.join(labels.settings().meaning(finding.type()).label());
      }
      for (String missed : findings.notScanned()) {
        own = own.join(labels.settings().meaning(missed).label());
      }
      var lineage = labels.tracer().lineage();
      var party = Tracer.party(principal);
      var voice = source.equals(USER) ? Lineage.Voice.OWN : Lineage.Voice.ANY;
      Label all = own;
      for (Stretch one : lineage.look(party, content, voice).stretches()) {
        all = all.join(one.label());
      }
      var origin = new Origin(received.id().value(), "inspected");
      lineage.learn(party, content, own, origin);
      return new Appraisal(all, findings.bySegment().getFirst(), findings.notScanned());
    }
  }

  /** What is appraised; {@code own}: what its source makes it. */
  private record Piece(String text, Source source, Label own) {
    Prompt request() {
      var segment = new Segment(source, text, Span.NONE, Coding.STRING);
      var call = new Traits.Call("inspect", Operation.CHECK, "", false);
      var size = new Traits.Size(text.length(), 0, 0);
      var traits = new Traits(call, List.of(), List.of(), size, List.of());
      return new Prompt(
          traits, List.of(segment), List.of(), Tools.NONE, Sampling.UNSET, Shape.TEXT, List.of());
    }
  }

  /** By detectors, and by content rules that hold for the caller on every route. */
  private Findings findings(
      Received received, Snapshot snapshot, Principal principal, Piece piece) {
    var labels = snapshot.labels();
    var request = piece.request();
    Findings findings = labels.inspect(intake.inspector(), request, principal);
    var traced = new Traced(piece.own(), List.of(), List.of(), false);
    var provenance = new Provenance(List.of(traced));
    var exposure = labels.labeller().label(principal, provenance, findings, Declared.NONE);
    var facts =
        new Facts(
            principal,
            request.traits(),
            exposure,
            "",
            received.moment(),
            List.of(),
            Losses.known(Map.of()));
    var incoming = received.take(intake.limits());
    var content =
        new Content(
            snapshot,
            received.codec(),
            incoming,
            request,
            new Inspection(findings, provenance, List.of()),
            facts,
            Continuation.of(intake.held(), received, incoming, principal));
    return checks.over(content, received.id(), new Lifeline()).inspection().findings();
  }

  private static Label source(Principal principal, String source, ToolPolicies tools) {
    var grants = principal.grants();
    return source.equals(USER)
        ? new Label(grants.integrity(), grants.level(), Label.BOTTOM.categories())
        : tools.of(source).result();
  }

  private static Label declared(Json body, FlowSettings settings) {
    Json labels = body.at("labels");
    return labels.absent()
        ? Label.BOTTOM
        : Declared.parse(
                labels.string().orElseThrow(() -> bad("labels", "'labels' must be text")), settings)
            .label();
  }

  private static String text(Json body, String name) {
    return body.at(name).string().orElseThrow(() -> bad(name, "'" + name + "' must be text"));
  }

  private static Stop bad(String field, String message) {
    return Fault.of(Code.INVALID_REQUEST, message).naming(List.of(field)).stop();
  }
}
