package io.sluice.pipeline;

import io.sluice.flow.Declared;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Lineage;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.Tracer;
import io.sluice.json.Json;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Finding;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Principal;
import io.sluice.model.Stop;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.List;
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

  /** What it is, and what stands in it. */
  public record Appraisal(Label label, List<Finding> findings) {
    public Appraisal {
      findings = List.copyOf(findings);
    }
  }

  Appraiser(Supplier<Snapshot> snapshots, Gateway.Intake intake) {
    this.snapshots = snapshots;
    this.intake = intake;
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
      List<Finding> findings = intake.inspector().scan(content).bySegment().getFirst();
      for (Finding finding : findings) {
        own = own.join(labels.settings().meaning(finding.type()).label());
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
      return new Appraisal(all, new ArrayList<>(findings));
    }
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
