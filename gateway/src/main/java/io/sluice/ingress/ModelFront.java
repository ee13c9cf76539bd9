package io.sluice.ingress;

import io.sluice.identity.Presented;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Stop;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Head;
import io.sluice.pipeline.Received;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The client plane: paths to wire formats, and the little that is answered without a model. */
final class ModelFront implements Front {
  private final Gateway gateway;
  private final ModelList models;
  private final FeedbackDoor feedback;
  private final DelegationDoor delegations;
  private final KeptResponses responses;
  private final Appraisals appraisals;
  private final Supplier<ExchangeId> ids;
  private final Clock clock;

  ModelFront(Server.ClientPlane plane) {
    this.gateway = plane.gateway();
    this.feedback = new FeedbackDoor(gateway, plane.feedback());
    this.delegations = new DelegationDoor(gateway);
    this.models = new ModelList(gateway);
    this.responses = new KeptResponses(gateway);
    this.appraisals = new Appraisals(gateway.appraiser());
    this.ids = plane.ids();
    this.clock = plane.clock();
  }

  @Override
  public void serve(Arrival arrival) {
    var line = arrival.line();
    if (line.path().equals("/") && line.method().equals("HEAD")) {
      arrival.client().answer(new Head(200, Headers.NONE, false), Bytes.EMPTY);
      return;
    }
    Optional<Codec> codec = Codecs.at(line.path()).map(door -> door.asked(line.query()));
    if (codec.isPresent() && line.method().equals("POST")) {
      gateway.handle(received(arrival, codec.get()), arrival.client());
    } else if (ModelList.has(line)) {
      told(arrival, received -> models.answer(line, received));
    } else if (Appraisals.has(line)) {
      told(arrival, appraisals::answer);
    } else if (FeedbackDoor.has(line)) {
      told(arrival, feedback::answer);
    } else if (DelegationDoor.has(line)) {
      told(arrival, delegations::answer);
    } else if (KeptResponses.has(line)) {
      kept(arrival);
    } else {
      Fault fault =
          codec.isPresent()
              ? Fault.of(Code.METHOD_NOT_ALLOWED, "this path takes POST")
              : Fault.of(Code.UNSUPPORTED_ENDPOINT, "the gateway has no such endpoint");
      refuse(arrival, fault);
    }
  }

  @Override
  public void refuse(Arrival arrival, Fault fault) {
    gateway.reject(received(arrival, voice(arrival.line())), arrival.client(), fault);
  }

  /** An answer from memory, or at the provider that keeps it as well. */
  private void kept(Arrival arrival) {
    Received received = received(arrival, voice(arrival.line()));
    Optional<Bytes> asked;
    try {
      asked = responses.atProvider(arrival.line(), received);
    } catch (Stop stop) {
      gateway.reject(received, arrival.client(), stop.fault());
      return;
    }
    if (asked.isPresent()) {
      gateway.handle(received.as(Codecs.erasing(), asked.get()), arrival.client());
    } else {
      told(arrival, again -> responses.answer(arrival.line(), again));
    }
  }

  private void told(Arrival arrival, Function<Received, AdminReply> telling) {
    Received received = received(arrival, voice(arrival.line()));
    AdminReply reply;
    try {
      reply = telling.apply(received);
    } catch (Stop stop) {
      gateway.reject(received, arrival.client(), stop.fault());
      return;
    }
    arrival.client().answer(new Head(reply.status(), reply.headers(), false), reply.body());
  }

  private Received received(Arrival arrival, Codec codec) {
    var line = arrival.line();
    var query = Credentials.withoutKey(line.query());
    var body = new Awaited(arrival::takeBody);
    Presented presented = Credentials.of(line, body::see);
    return new Received(
        ids.get(),
        clock.now(),
        presented,
        codec,
        new Received.Line(line.path(), query, line.headers(), line.source()),
        body::take);
  }

  /** The format to refuse in where the path names none: what the client's headers look like. */
  private static Codec voice(Arrival.Line line) {
    return Codecs.at(line.path())
        .orElseGet(
            () -> {
              boolean anthropic = line.headers().first("anthropic-version").isPresent();
              if (line.path().startsWith("/model/")) {
                return Codecs.at("/model/any/converse").orElseThrow();
              }
              boolean google = ModelList.google(line);
              String path = anthropic ? "/v1/messages" : "/v1/chat/completions";
              path = google ? "/v1beta/models/any:generateContent" : path;
              return Codecs.at(path).orElseThrow();
            });
  }
}
