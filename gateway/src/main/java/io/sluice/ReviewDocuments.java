package io.sluice;

import io.sluice.admin.ReviewStore;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.registry.Attestation;
import io.sluice.registry.Attestation.Evidence;
import io.sluice.store.DocumentStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Recorded reviews as small documents. */
record ReviewDocuments(DocumentStore documents) implements ReviewStore {
  private static final String KIND = "review";

  @Override
  public List<Attestation> all() {
    return documents.all(KIND).stream().map(ReviewDocuments::review).toList();
  }

  @Override
  public void put(Attestation review) {
    documents.put(KIND, review.subject() + "#" + review.version(), text(review));
  }

  private static String text(Attestation review) {
    var writer = new JsonWriter(512).object().field("subject", review.subject());
    writer.field("version", review.version()).field("reviewer", review.word().reviewer());
    writer.field("note", review.word().note()).name("confirmed").array();
    review.word().confirmed().forEach(writer::value);
    writer.endArray().field("reviewed", review.span().reviewed().toString());
    writer.field("expires", review.span().expires().toString()).field("terms", review.terms());
    writer.name("evidence").array();
    for (Evidence one : review.evidence()) {
      writer.object().field("where", one.where()).field("sha256", one.sha256());
      writer.field("date", one.date()).field("seen", one.seen()).endObject();
    }
    return writer.endArray().endObject().done().utf8();
  }

  private static Attestation review(String text) {
    try {
      Json json = Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
      var confirmed = new ArrayList<String>();
      json.at("confirmed").items().forEach(item -> item.string().ifPresent(confirmed::add));
      var evidence = new ArrayList<Evidence>();
      for (Json one : json.at("evidence").items()) {
        evidence.add(
            new Evidence(
                one.text("where", ""),
                one.text("sha256", ""),
                one.text("date", ""),
                one.text("seen", "")));
      }
      return new Attestation(
          json.text("subject", ""),
          Math.toIntExact(json.integer("version", 1)),
          new Attestation.Word(json.text("reviewer", ""), confirmed, json.text("note", "")),
          new Attestation.Span(
              Instant.parse(json.text("reviewed", "")), Instant.parse(json.text("expires", ""))),
          json.text("terms", ""),
          evidence);
    } catch (JsonException e) {
      throw new IllegalStateException("a document of the store cannot be read", e);
    }
  }
}
