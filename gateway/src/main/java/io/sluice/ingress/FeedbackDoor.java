package io.sluice.ingress;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import io.sluice.pipeline.Feedback;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Received;
import java.util.List;

/** {@code POST /v1/sluice/feedback}: what a caller says of an answer it got. */
final class FeedbackDoor {
  static final String PATH = "/v1/sluice/feedback";

  private static final JsonLimits LIMITS = new JsonLimits(4, 64 << 10, 64, 64);
  private static final List<String> KNOWN = List.of("exchange", "score", "comment");
  private static final int MOST_ID_CHARS = 64;

  private final Gateway gateway;
  private final Feedback feedback;

  FeedbackDoor(Gateway gateway, Feedback feedback) {
    this.gateway = gateway;
    this.feedback = feedback;
  }

  static boolean has(Arrival.Line line) {
    return line.path().equals(PATH) && line.method().equals("POST");
  }

  AdminReply answer(Received received) {
    var principal = gateway.identify(received.presented());
    Json body = body(received.take(LIMITS).body());
    var exchange =
        body.at("exchange").string().orElseThrow(() -> wrong("'exchange' must be an id"));
    var score = body.at("score").number();
    if (exchange.isEmpty() || exchange.length() > MOST_ID_CHARS) {
      throw wrong("'exchange' must be an id");
    }
    if (score.isEmpty()) {
      throw wrong("'score' must be a number from 0 to 1");
    }
    Json comment = body.at("comment");
    if (!comment.absent() && !comment.isString()) {
      throw wrong("'comment' must be text");
    }
    var opinion =
        new Feedback.Opinion(
            new ExchangeId(exchange), score.getAsDouble(), comment.string().orElse(""));
    String receipt = feedback.give(principal, opinion);
    var json = new JsonWriter(128).object().field("exchange", exchange).field("receipt", receipt);
    return AdminReply.json(200, json.endObject());
  }

  private static Json body(Bytes text) {
    Json json;
    try {
      json = Json.parse(text, LIMITS);
    } catch (JsonException e) {
      throw wrong("the body must be a JSON object");
    }
    if (!json.isObject()) {
      throw wrong("the body must be a JSON object");
    }
    for (Json.Field field : json.fields()) {
      if (!KNOWN.contains(field.name())) {
        throw wrong("unknown member '" + field.name() + "'; known are " + String.join(", ", KNOWN));
      }
    }
    return json;
  }

  private static Stop wrong(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
