package io.sluice;

import io.sluice.approval.Waivers;
import io.sluice.identity.CallerKeys;
import io.sluice.identity.KeyRecord;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.pipeline.Snapshot;
import io.sluice.policy.Bundle;
import io.sluice.policy.ExposureAxes;
import io.sluice.policy.ExposureMatrix;
import io.sluice.policy.ExposureMatrix.Row;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may send what where, under one policy or two, as JSON; with the waivers in force that hold
 * for every purpose.
 */
record ExposureText(Snapshots snapshots, CallerKeys keys, Waivers waivers) {
  private static final int MOST_KEYS = 10_000;

  Bytes of(Bundle active, Optional<Bundle> candidate) throws IOException {
    ExposureAxes axes = axes(candidate.orElse(active));
    Map<Row, String> now = ExposureMatrix.of(active, snapshots.prepared(active), axes);
    Map<Row, String> then =
        candidate.isEmpty()
            ? Map.of()
            : ExposureMatrix.of(candidate.get(), snapshots.prepared(candidate.get()), axes);
    var writer = new JsonWriter(65_536).object().field("policy", active.id());
    writer.field("candidate", candidate.map(Bundle::id).orElse(""));
    writer.field("combinations", axes.combinations());
    list(writer.name("levels"), List.of(Level.values()).stream().map(Level::word).toList());
    list(
        writer.name("integrities"),
        List.of(Integrity.OPERATOR, Integrity.USER, Integrity.INTERNAL, Integrity.UNTRUSTED)
            .stream()
            .map(Integrity::word)
            .toList());
    list(writer.name("categories"), axes.categories());
    writer.name("rows").array();
    now.forEach((row, cells) -> row(writer, row, cells, then.getOrDefault(row, "")));
    return writer.endArray().endObject().done();
  }

  private ExposureAxes axes(Bundle bundle) {
    var callers = new LinkedHashSet<ExposureAxes.Who>();
    for (KeyRecord key : keys.list(MOST_KEYS)) {
      var principal = key.principal();
      List<String> waived = waivers.inForce(principal, "", snapshots.clockNow());
      callers.add(new ExposureAxes.Who(principal.tenant(), principal.affiliation(), waived));
    }
    Snapshot snapshot = snapshots.get();
    List<Candidate> models = snapshot.registry().models();
    Set<String> categories = Set.copyOf(snapshots.config().flow().categories());
    return ExposureAxes.of(bundle, callers, models, categories);
  }

  private static void row(JsonWriter writer, Row row, String cells, String then) {
    writer.object().field("action", row.action()).field("who", row.who());
    writer.field("model", row.model()).field("from", row.from());
    writer.field("purpose", row.purpose()).field("cells", cells);
    writer.field("candidate", then).endObject();
  }

  private static void list(JsonWriter writer, List<String> texts) {
    writer.array();
    texts.forEach(writer::value);
    writer.endArray();
  }
}
