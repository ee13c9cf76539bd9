package io.sluice.pipeline;

import io.sluice.flow.Masked;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Loss;
import io.sluice.model.Splice;
import io.sluice.model.Verdict;
import io.sluice.vault.BoundHost;
import io.sluice.vault.Credential;
import io.sluice.vault.Vault;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Encoded;
import io.sluice.wire.Outgoing;
import io.sluice.wire.sealed.Seals;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one attempt leave: mask, encode, sign, send. */
public final class Departures {
  private final Vault vault;
  private final Endpoints endpoints;
  private final Upstream upstream;
  private final Seals seals;
  private final Gates gates;
  private final Outbound.Patience patience;

  /** How requests get out. */
  public record Ways(Vault vault, Endpoints endpoints, Upstream upstream, Seals seals) {}

  /** Attempts that leave these ways, with answers that come back through {@code gates}. */
  public Departures(Ways ways, Gates gates, Outbound.Patience patience) {
    this.vault = ways.vault();
    this.endpoints = ways.endpoints();
    this.upstream = ways.upstream();
    this.seals = ways.seals();
    this.gates = gates;
    this.patience = patience;
  }

  /**
   * Sends the request to one permitted candidate.
   *
   * @throws io.sluice.model.Stop if it cannot leave: no credential, a format that cannot say it
   */
  Answer depart(Undertaking work, Verdict verdict) {
    var content = work.content();
    Candidate candidate = verdict.candidate();
    Codec codec =
        Codecs.toward(candidate.api(), content.request())
            .orElseThrow(() -> unspeakable(candidate).stop());
    boolean same = codec.name().equals(content.codec().name());
    Masked masked = gates.mask(content, verdict.mask());
    var outgoing =
        new Outgoing(
            candidate.ref().id(),
            work.reservation().outputTokens(),
            true,
            same ? splices(content, masked) : List.of(),
            masked::segment);
    Encoded encoded =
        same
            ? codec
                .pass(content.incoming(), content.request(), outgoing)
                .with(content.incoming().headers(), codec.passedHeaders())
            : codec.encode(content.request(), outgoing);
    boolean stream = content.request().traits().call().stream();
    var answering =
        new Answering(
            work.decided().exchange(),
            content.request(),
            candidate.ref().id(),
            stream,
            encoded.usageHidden(),
            content.incoming().query());
    AnswerWriter writer = content.codec().writer(answering);
    if (!same) {
      var crossing =
          new Seals.Crossing(work.tenant(), answering.exchange(), codec, content.codec());
      writer = seals.carrying(writer, crossing);
    }
    var ends = new Passage.Ends(codec, codec.reader(stream), writer, same);
    var track = work.course().tape().sent(candidate.ref().text(), masked::text);
    var passage = new Passage(ends, gates.over(content, masked), track);
    String type = ends.writer().mediaType(stream);
    var relay = work.caller().relay(passage, head(work, candidate, encoded.losses(), type));
    String credential = send(work, candidate, encoded.asking(codec.accepts(stream)), relay);
    return new Answer(verdict, relay, passage, credential, encoded.losses());
  }

  private static List<Splice> splices(Content content, Masked masked) {
    return Seals.without(content.incoming(), masked.splices(content.incoming().body()));
  }

  private String send(Undertaking work, Candidate candidate, Encoded encoded, Relay relay) {
    var endpoint = endpoints.of(candidate);
    URI target = endpoint.at(encoded.path());
    Optional<Credential> credential =
        vault.credential(work.tenant(), candidate.ref().provider());
    Outbound.Sign sign =
        credential.isPresent()
            ? sign(endpoint.scheme(), credential.get(), BoundHost.of(target))
            : new Outbound.Sign.None();
    Headers headers = headers(work, encoded, endpoint);
    work.reservation().sent();
    upstream.send(new Outbound(target, headers, encoded.body(), sign, patience), relay);
    return credential.map(Credential::version).orElse("");
  }

  private static Outbound.Sign sign(
      Endpoints.Scheme scheme, Credential credential, BoundHost host) {
    var secret = credential.secretFor(host);
    return switch (scheme) {
      case Endpoints.Scheme.InHeader(String name, String prefix) ->
          new Outbound.Sign.Header(name, prefix, secret, host.text());
      case Endpoints.Scheme.Aws(String region) ->
          new Outbound.Sign.Aws(region, secret, host.text());
    };
  }

  private static Headers headers(Undertaking work, Encoded encoded, Endpoints.Endpoint endpoint) {
    var all = new ArrayList<Header>();
    all.add(new Header("content-type", "application/json"));
    all.add(new Header("user-agent", "sluice"));
    all.addAll(encoded.headers().fields());
    for (String name : endpoint.forward()) {
      work.content()
          .incoming()
          .headers()
          .first(name)
          .ifPresent(value -> all.add(new Header(name, value)));
    }
    return new Headers(all);
  }

  private static Head head(Undertaking work, Candidate candidate, List<Loss> losses, String type) {
    var all = new ArrayList<Header>(work.course().headers());
    all.add(new Header("x-sluice-exchange", work.decided().exchange().value()));
    all.add(new Header("x-sluice-model", candidate.ref().text()));
    if (!losses.isEmpty()) {
      all.add(new Header("x-sluice-loss", shown(losses)));
    }
    all.add(new Header("content-type", type));
    boolean stream = work.content().request().traits().call().stream();
    if (stream) {
      all.add(new Header("cache-control", "no-cache"));
    }
    return new Head(200, new Headers(all), stream);
  }

  private static String shown(List<Loss> losses) {
    var text = new StringBuilder();
    for (Loss loss : losses) {
      String one = loss.text().replaceAll("[^\\x20-\\x7e]", "?");
      if (text.length() + one.length() > 2_000) {
        return text.append("; ...").toString();
      }
      text.append(text.isEmpty() ? "" : "; ").append(one);
    }
    return text.toString();
  }

  private static Fault unspeakable(Candidate candidate) {
    return Fault.of(
        Code.UNSUPPORTED, "'" + candidate.name() + "' has no way to say this kind of request");
  }
}
