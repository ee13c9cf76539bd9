package io.sluice;

import io.sluice.approval.Suspension;
import io.sluice.approval.Suspension.Kind;
import io.sluice.approval.SuspensionStore;
import io.sluice.approval.Waiver;
import io.sluice.approval.WaiverStore;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.store.DocumentStore;
import java.time.Instant;
import java.util.List;

/** Suspensions and waivers as small documents. */
record GovernanceDocuments(DocumentStore documents) {
  private static final String SUSPENSION = "suspension";
  private static final String WAIVER = "waiver";

  SuspensionStore suspensions() {
    return new SuspensionStore() {
      @Override
      public List<Suspension> all() {
        return documents.all(SUSPENSION).stream().map(GovernanceDocuments::suspension).toList();
      }

      @Override
      public void put(Suspension suspension) {
        documents.put(SUSPENSION, id(suspension.kind(), suspension.name()), text(suspension));
      }

      @Override
      public void remove(Kind kind, String name) {
        documents.remove(SUSPENSION, id(kind, name));
      }
    };
  }

  WaiverStore waivers() {
    return new WaiverStore() {
      @Override
      public List<Waiver> all() {
        return documents.all(WAIVER).stream().map(GovernanceDocuments::waiver).toList();
      }

      @Override
      public void put(Waiver waiver) {
        documents.put(WAIVER, waiver.id(), text(waiver));
      }
    };
  }

  private static String id(Kind kind, String name) {
    return kind.name() + " " + name;
  }

  private static String text(Suspension one) {
    var writer = new JsonWriter(256).object().field("kind", one.kind().name());
    writer.field("name", one.name()).field("reason", one.reason()).field("by", one.by());
    return writer.field("at", one.at().toString()).endObject().done().utf8();
  }

  private static Suspension suspension(String text) {
    Json json = json(text);
    return new Suspension(
        Kind.valueOf(json.text("kind", "")),
        json.text("name", ""),
        json.text("reason", ""),
        json.text("by", ""),
        Instant.parse(json.text("at", "")));
  }

  private static String text(Waiver waiver) {
    Waiver.Scope scope = waiver.scope();
    Waiver.Life life = waiver.life();
    var writer = new JsonWriter(512).object().field("id", waiver.id()).field("rule", waiver.rule());
    writer.field("tenant", scope.tenant()).field("key", scope.key()).field("team", scope.team());
    writer.field("resource", scope.resource()).field("purpose", scope.purpose());
    writer.field("reason", waiver.grounds().reason()).field("ticket", waiver.grounds().ticket());
    writer.field("asker", life.asker()).field("asked", life.asked().toString());
    writer.field("expires", life.expires().toString()).field("approval", life.approval());
    writer.field("approver", life.approver());
    Waiver.Ending ending = waiver.ending();
    if (ending != null) {
      writer.field("ended_by", ending.by()).field("ended", ending.at().toString());
    }
    return writer.endObject().done().utf8();
  }

  private static Waiver waiver(String text) {
    Json json = json(text);
    String ended = json.text("ended", "");
    return new Waiver(
        json.text("id", ""),
        json.text("rule", ""),
        new Waiver.Scope(
            json.text("tenant", ""),
            json.text("key", ""),
            json.text("team", ""),
            json.text("resource", ""),
            json.text("purpose", "")),
        new Waiver.Grounds(json.text("reason", ""), json.text("ticket", "")),
        new Waiver.Life(
            json.text("asker", ""),
            Instant.parse(json.text("asked", "")),
            Instant.parse(json.text("expires", "")),
            json.text("approval", ""),
            json.text("approver", "")),
        ended.isEmpty()
            ? null
            : new Waiver.Ending(json.text("ended_by", ""), Instant.parse(ended)));
  }

  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IllegalStateException("a document of the store cannot be read", e);
    }
  }
}
