package io.sluice.ingress;

import io.sluice.admin.ManagePolicy;
import io.sluice.admin.ManagePolicy.Result;
import io.sluice.admin.ManagePolicy.Standing;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Clock;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Versions of policy over HTTP: a bundle travels as its files. */
final class PolicyRoutes {
  private static final String PATH = "/api/v1/policy";
  private static final Duration WEEK = Duration.ofDays(7);

  private final ManagePolicy policies;
  private final Clock clock;

  PolicyRoutes(ManagePolicy policies, Clock clock) {
    this.policies = policies;
    this.clock = clock;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", PATH, Role.VIEWER, this::show),
        new AdminRoute("POST", PATH + "/activate", Role.ADMIN, this::activate),
        new AdminRoute("POST", PATH + "/rollback", Role.ADMIN, this::rollback),
        new AdminRoute("POST", PATH + "/shadow", Role.ADMIN, this::shadow),
        new AdminRoute("POST", PATH + "/simulate", Role.AUDITOR, this::simulate),
        new AdminRoute("POST", PATH + "/exposure", Role.AUDITOR, this::exposure));
  }

  private AdminReply show(AdminCall call) {
    return shown(policies.show(call.by()), "in_force");
  }

  private AdminReply activate(AdminCall call) {
    Result result = policies.activate(needed(call.object(List.of("files"))), call.by());
    return shown(policies.show(call.by()), result.name().toLowerCase(Locale.ROOT));
  }

  private AdminReply rollback(AdminCall call) {
    policies.rollback(call.by());
    return shown(policies.show(call.by()), "activated");
  }

  private AdminReply shadow(AdminCall call) {
    policies.shadow(bundle(call.object(List.of("files"))), call.by());
    return shown(policies.show(call.by()), "shadow");
  }

  private AdminReply simulate(AdminCall call) {
    Json object = call.object(List.of("files", "since"));
    Instant since = since(AdminCall.text(object, "since", ""));
    return AdminReply.of(
        200, "application/json", policies.simulate(needed(object), since, call.by()));
  }

  private AdminReply exposure(AdminCall call) {
    Optional<Bundle> candidate = bundle(call.object(List.of("files")));
    return AdminReply.of(200, "application/json", policies.exposure(candidate, call.by()));
  }

  private static AdminReply shown(Standing standing, String result) {
    var writer = new JsonWriter(512).object().field("result", result);
    writer.field("policy", standing.hash()).field("stated", standing.stated());
    writer.name("before").array();
    standing.before().forEach(writer::value);
    writer.endArray().field("shadow", standing.shadow());
    writer.field("proposed", standing.proposed());
    return AdminReply.json(200, writer.field("proposed_by", standing.proposedBy()).endObject());
  }

  private static Bundle needed(Json object) {
    return bundle(object)
        .orElseThrow(() -> AdminCall.bad("'files' must be a list of {path, text}"));
  }

  private static Optional<Bundle> bundle(Json object) {
    var files = new ArrayList<SourceFile>();
    for (Json file : object.at("files").items()) {
      files.add(new SourceFile(AdminCall.text(file, "path", ""), AdminCall.text(file, "text", "")));
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(Bundle.of(files));
  }

  /** A moment, or a time back from now such as {@code 7d}; empty: a week. */
  private Instant since(String text) {
    try {
      if (text.isEmpty()) {
        return clock.now().minus(WEEK);
      }
      if (text.matches("[0-9]{1,6}[smhd]")) {
        String unit = text.endsWith("d") ? "P" : "PT";
        return clock.now().minus(Duration.parse(unit + text.toUpperCase(Locale.ROOT)));
      }
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw AdminCall.bad(
          "'since' is a time such as 7d or 12h, or a moment such as 2027-01-01T00:00:00Z");
    }
  }
}
