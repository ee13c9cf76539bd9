package io.sluice.pipeline;

import io.sluice.audit.Closing.Door;
import io.sluice.flow.Masked;
import io.sluice.inspect.Inspector;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Count;
import io.sluice.model.Erasure;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Loss;
import io.sluice.model.Obligations;
import io.sluice.model.Splice;
import io.sluice.model.Verdict;
import io.sluice.tokens.Counting;
import io.sluice.vault.BoundHost;
import io.sluice.vault.Credential;
import io.sluice.vault.Vault;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Encoded;
import io.sluice.wire.Memory;
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
  private final Counting counting;
  private final Gates gates;
  private final Judged.Means means;
  private final Outbound.Patience patience;
  private final Clock clock;

  /** How requests get out. */
  public record Ways(
      Vault vault, Endpoints endpoints, Upstream upstream, Seals seals, Counting counting) {}

  /** How answers come back: through gates, and past those who are asked about them. */
  public record Return(Gates gates, Checks checks, Inspector inspector) {}

  /** Attempts that leave these ways, with answers that come back so. */
  public Departures(Ways ways, Return back, Outbound.Patience patience, Clock clock) {
    this.vault = ways.vault();
    this.endpoints = ways.endpoints();
    this.upstream = ways.upstream();
    this.seals = ways.seals();
    this.counting = ways.counting();
    this.gates = back.gates();
    this.means = new Judged.Means(back.checks(), back.inspector());
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Sends the request to one permitted candidate.
   *
   * @throws io.sluice.model.Stop if it cannot leave: no credential, a format that cannot say it
   */
  Answer depart(Undertaking work, Verdict verdict) {
    Optional<Bytes> approved = gates.approved(work);
    if (approved.isPresent()) {
      work.receipted();
      return recalled(work, verdict, approved.get());
    }
    return sent(work, verdict);
  }

  private Answer sent(Undertaking work, Verdict verdict) {
    var content = work.content();
    Candidate candidate = verdict.candidate();
    Optional<Codec> speaking = Codecs.toward(candidate.api(), content.request());
    boolean same = speaking.filter(one -> one.name().equals(content.codec().name())).isPresent();
    if (!same) {
      content.codec().crossing(content.incoming());
    }
    if (speaking.isEmpty() && content.request() instanceof Count count) {
      return estimated(work, verdict, count);
    }
    Codec codec = speaking.orElseThrow(() -> unspeakable(candidate).stop());
    var kept = Parameters.kept(content, candidate, codec, endpoints.of(candidate).forward());
    Masked masked = gates.mask(content, verdict.mask());
    var memory = content.continuation().memory(content, candidate);
    var outgoing = outgoing(work, verdict, memory, masked);
    var splices = same ? splices(content, masked) : List.<Splice>of();
    outgoing = outgoing.changing(Parameters.joined(splices, kept.splices()));
    Encoded encoded = encoded(content, kept, codec, outgoing);
    Translations.decided(content, candidate, encoded.losses());
    boolean stream = content.request().traits().call().stream();
    var answering = answering(work, candidate, stream, encoded.usageHidden());
    AnswerWriter writer = writer(work, answering, codec);
    var ends = new Passage.Ends(codec, codec.reader(stream), writer, same);
    var track = work.course().tape().toward(candidate.ref().text(), masked::text);
    Gate gate = gates.over(work, verdict, masked);
    var passage = new Passage(ends, gate, clock, track);
    passage.asking(
        Conformance.judge(work, verdict, Judged.judge(work, gate, means, gates.judge(work, gate))),
        () -> writer(work, answering, codec)); // says all of it, should it be kept
    passage.watching(new Form(content.request()));
    passage.within(gates.extent(work, candidate.ref().text()));
    boolean byProvider = same && memory.keeps();
    passage.keeping(answer -> content.continuation().keep(content, candidate, byProvider, answer));
    if (content.request() instanceof Erasure erasure) {
      passage.completing(() -> content.continuation().forgotten(erasure.id()));
    }
    var type = ends.writer().mediaType(stream);
    var relay = work.caller().relay(passage, head(work, candidate, encoded.losses(), type));
    if (!work.course().receipted()) {
      relay.hold();
    }
    Door door = send(work, candidate, encoded.asking(codec.accepts(stream)), relay);
    track.left();
    return new Answer(verdict, relay, passage, door, encoded.losses());
  }

  private static Answering answering(
      Undertaking work, Candidate candidate, boolean stream, boolean usageHidden) {
    var content = work.content();
    return new Answering(
        work.decided().exchange(),
        content.request(),
        candidate.ref().id(),
        stream,
        usageHidden,
        content.incoming().body());
  }

  /** The caller's writer, which also gets what a provider of another format sealed. */
  private AnswerWriter writer(Undertaking work, Answering answering, Codec provider) {
    Codec caller = work.content().codec();
    AnswerWriter writer = caller.writer(answering);
    if (provider.name().equals(caller.name())) {
      return writer;
    }
    var exchange = work.decided().exchange();
    return seals.carrying(writer, new Seals.Crossing(work.tenant(), exchange, provider, caller));
  }

  private static Outgoing outgoing(
      Undertaking work, Verdict verdict, Memory memory, Masked masked) {
    long most =
        Obligations.least(
            work.reservation().outputTokens(), verdict.obligations().maxOutputTokens());
    return new Outgoing(
        verdict.candidate().ref().id(), most, true, memory, List.of(), masked::segment);
  }

  /** The caller's own bytes where the provider speaks its format, else the same said in its own. */
  private static Encoded encoded(
      Content content, Parameters.Kept kept, Codec codec, Outgoing outgoing) {
    Encoded encoded =
        codec.name().equals(content.codec().name())
            ? codec
                .pass(content.incoming(), kept.request(), outgoing)
                .with(content.incoming().headers(), codec.passedHeaders())
            : codec.encode(kept.request(), outgoing);
    return encoded.losing(kept.losses()).losing(content.inspection().withheld());
  }

  private static List<Splice> splices(Content content, Masked masked) {
    return Seals.without(content.incoming(), masked.splices(content.incoming().body()));
  }

  /** A provider that cannot count is not asked: nothing leaves. */
  private Answer estimated(Undertaking work, Verdict verdict, Count count) {
    var content = work.content();
    var answering = answering(work, verdict.candidate(), false, false);
    AnswerWriter writer = content.codec().writer(answering);
    var estimate = new Estimate(counting.of(count.prompt(), verdict.candidate()));
    var ends = new Passage.Ends(content.codec(), estimate, writer, false);
    var gate = gates.over(work, verdict, gates.mask(content, verdict.mask()));
    var passage = new Passage(ends, gate, clock, work.course().tape().own());
    var losses = List.of(estimate.told());
    Head head = head(work, verdict.candidate(), losses, writer.mediaType(false));
    var relay = work.caller().relay(passage, head);
    Estimate.answer(relay);
    return new Answer(verdict, relay, passage, Door.NONE, losses);
  }

  /** A person has let this answer go that was kept: nothing leaves. */
  private Answer recalled(Undertaking work, Verdict verdict, Bytes body) {
    var content = work.content();
    boolean stream = content.request().traits().call().stream();
    var answering = answering(work, verdict.candidate(), stream, false);
    var writer = new Recalled.Writer(content.codec().writer(answering));
    var ends = new Passage.Ends(content.codec(), new Recalled(body), writer, true);
    var masked = gates.mask(content, verdict.mask());
    var gate = gates.over(work, verdict, masked);
    var passage = new Passage(ends, gate, clock, work.course().tape().own());
    var losses = List.of(Recalled.told());
    Head head = head(work, verdict.candidate(), losses, writer.mediaType(stream));
    var relay = work.caller().relay(passage, head);
    Estimate.answer(relay);
    return new Answer(verdict, relay, passage, Door.NONE, losses);
  }

  private Door send(Undertaking work, Candidate candidate, Encoded encoded, Relay relay) {
    var endpoint = endpoints.of(candidate);
    URI target = endpoint.at(encoded.path());
    Optional<Credential> credential = vault.credential(work.tenant(), candidate.ref().provider());
    Outbound.Sign sign =
        credential.isPresent()
            ? sign(endpoint.scheme(), credential.get(), BoundHost.of(target))
            : new Outbound.Sign.None();
    Headers headers = headers(work, encoded, endpoint);
    String method = work.content().request() instanceof Erasure ? "DELETE" : "POST";
    work.reservation().sent();
    upstream.send(new Outbound(target, method, headers, encoded.body(), sign, patience), relay);
    String shown = credential.map(Credential::version).orElse("");
    return new Door(shown, BoundHost.of(target).text(), endpoint.region());
  }

  static Outbound.Sign sign(Endpoints.Scheme scheme, Credential credential, BoundHost host) {
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
