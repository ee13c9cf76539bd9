package io.sluice.ingress;

import io.sluice.admin.ManageReviews;
import io.sluice.identity.Role;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.registry.Attestation;
import io.sluice.registry.Attestation.Evidence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Due diligence over HTTP. */
final class ReviewRoutes {
  private static final List<String> MEMBERS = List.of("confirm", "expires", "evidence", "note");

  private final ManageReviews reviews;

  ReviewRoutes(ManageReviews reviews) {
    this.reviews = reviews;
  }

  List<AdminRoute> routes() {
    return List.of(
        new AdminRoute("GET", "/api/v1/reviews", Role.VIEWER, this::list),
        new AdminRoute("GET", "/api/v1/providers/{name}/review", Role.VIEWER, this::show),
        new AdminRoute("POST", "/api/v1/providers/{name}/review", Role.OPERATOR, this::review),
        new AdminRoute("POST", "/api/v1/providers/{name}/evidence", Role.OPERATOR, this::seen));
  }

  private AdminReply list(AdminCall call) {
    var writer = new JsonWriter(2_048).object().name("reviews").array();
    for (Attestation review : reviews.list(call.by())) {
      write(writer.object(), review).endObject();
    }
    return AdminReply.json(200, writer.endArray().endObject());
  }

  private AdminReply show(AdminCall call) {
    var list = reviews.show(call.part("name"), call.by());
    var writer = new JsonWriter(1_024).object().field("subject", list.subject());
    writer.field("standing", list.standing()).name("items").object();
    list.items().forEach(writer::field);
    writer.endObject().name("latest");
    if (list.latest().isPresent()) {
      write(writer.object(), list.latest().get()).endObject();
    } else {
      writer.nothing();
    }
    return AdminReply.json(200, writer.endObject());
  }

  private AdminReply review(AdminCall call) {
    Json json = call.object(MEMBERS);
    var wish =
        new ManageReviews.Wish(
            AdminCall.texts(json, "confirm"),
            day(AdminCall.text(json, "expires", "")),
            evidence(json.at("evidence")),
            AdminCall.text(json, "note", ""));
    Attestation review = reviews.review(call.part("name"), wish, call.by());
    var writer = write(new JsonWriter(512).object(), review);
    return AdminReply.json(201, writer.endObject());
  }

  private AdminReply seen(AdminCall call) {
    Json json = call.object(List.of("where", "sha256"));
    String where = AdminCall.text(json, "where", "");
    String hash = AdminCall.text(json, "sha256", "");
    Attestation review = reviews.seen(call.part("name"), where, hash, call.by());
    var writer = write(new JsonWriter(512).object(), review);
    return AdminReply.json(200, writer.endObject());
  }

  private static Instant day(String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw AdminCall.bad("'expires' is a day, such as 2027-03-01");
    }
  }

  private static List<Evidence> evidence(Json list) {
    var all = new ArrayList<Evidence>();
    for (Json one : list.items()) {
      all.add(
          new Evidence(one.text("where", ""), one.text("sha256", ""), one.text("date", ""), ""));
    }
    return all;
  }

  private static JsonWriter write(JsonWriter writer, Attestation review) {
    writer.field("subject", review.subject()).field("version", review.version());
    writer.field("reviewer", review.word().reviewer()).field("note", review.word().note());
    writer.field("reviewed", review.span().reviewed().toString());
    writer.field("expires", review.span().expires().toString()).field("terms", review.terms());
    writer.name("confirmed").array();
    review.word().confirmed().forEach(writer::value);
    writer.endArray().name("evidence").array();
    for (Evidence one : review.evidence()) {
      writer.object().field("where", one.where()).field("sha256", one.sha256());
      writer.field("date", one.date()).field("changed", one.changed()).endObject();
    }
    return writer.endArray();
  }
}
