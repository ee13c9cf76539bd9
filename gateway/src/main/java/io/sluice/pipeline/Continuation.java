package io.sluice.pipeline;

import io.sluice.flow.Declared;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Request;
import io.sluice.model.Target;
import io.sluice.wire.Codecs;
import io.sluice.wire.Continuing;
import io.sluice.wire.Incoming;
import io.sluice.wire.Kept;
import io.sluice.wire.Memory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one exchange belongs to a conversation: what it goes on from, and whether its answer is kept.
 */
final class Continuation {
  /** How long OpenAI and those like it keep an answer that they were asked to keep. */
  private static final int KEPT_DAYS = 30;

  /** Terms that mean something that lies at one provider and can be said in its format only. */
  private static final Set<String> BOUND = Set.of("conversation", "prompt", "item_reference");

  private final ExchangeId exchange;
  private final HeldResponses responses;
  private final Principal principal;
  private final Continuing continuing;
  private final Incoming incoming;
  private final Label known;
  private final @Nullable Held before;
  private volatile String remembered = "";
  private volatile String forgotten = "";

  private Continuation(
      HeldResponses responses, Principal principal, Continuing continuing, Put put) {
    this.exchange = put.exchange();
    this.responses = responses;
    this.principal = principal;
    this.continuing = continuing;
    this.incoming = put.incoming();
    this.known = put.known();
    this.before = put.before();
  }

  /** A request with what was said before put in, and the label of that. */
  private record Put(ExchangeId exchange, Incoming incoming, Label known, @Nullable Held before) {}

  /**
   * Finds what a request goes on from.
   *
   * @throws io.sluice.model.Stop INVALID_REQUEST if this principal has no such answer
   */
  static Continuation of(
      HeldResponses responses, Received received, Incoming incoming, Principal principal) {
    Continuing continuing = received.codec().continuing(incoming);
    Incoming whole = incoming;
    var known = Label.BOTTOM;
    for (String id : continuing.referred()) {
      Held named = responses.find(principal, id).orElse(null);
      if (named != null) {
        whole = received.codec().recalled(whole, named.kept());
        known = known.join(named.label());
      }
    }
    if (continuing.previous().isEmpty()) {
      return new Continuation(
          responses, principal, continuing, new Put(received.id(), whole, known, null));
    }
    Held before =
        responses
            .find(principal, continuing.previous())
            .orElseThrow(
                () ->
                    Fault.of(
                            Code.INVALID_REQUEST, "previous_response_id: there is no such response")
                        .stop());
    whole = received.codec().continued(whole, before.kept());
    known = known.join(before.label());
    return new Continuation(
        responses, principal, continuing, new Put(received.id(), whole, known, before));
  }

  /** The request, with what was said before it. */
  Incoming incoming() {
    return incoming;
  }

  /** What the caller declares, joined with what is known of the conversation so far. */
  Declared declared(Declared said) {
    return new Declared(said.label().join(known));
  }

  /**
   * The candidates that can be asked at all: all of them, unless the request means something that
   * lies at a provider.
   *
   * @throws io.sluice.model.Stop UNSUPPORTED naming it, if none of them speaks the caller's format
   */
  static Target narrowed(Target target, Request request) {
    List<String> bound = request.traits().terms().stream().filter(BOUND::contains).toList();
    if (bound.isEmpty()) {
      return target;
    }
    String format = request.traits().call().format();
    List<Candidate> able =
        target.candidates().stream()
            .filter(
                one ->
                    Codecs.toward(one.api(), request)
                        .filter(codec -> codec.name().equals(format))
                        .isPresent())
            .toList();
    if (able.isEmpty()) {
      throw Fault.of(
              Code.UNSUPPORTED,
              "no model behind '" + target.name() + "' knows what '" + bound.getFirst() + "' means")
          .naming(bound)
          .stop();
    }
    return new Target(target.name(), target.pinned(), able, target.readers());
  }

  /** What that candidate may remember of this exchange, and knows of the ones before. */
  Memory memory(Content content, Candidate candidate) {
    var profile = candidate.profile();
    boolean shorter =
        profile.zone() == Zone.EXTERNAL
            && profile.retentionDays() >= 0
            && profile.retentionDays() < KEPT_DAYS;
    boolean harmless =
        content.facts().exposure().label().level().within(Level.INTERNAL)
            || profile.zone() != Zone.EXTERNAL;
    boolean knows =
        before != null
            && before.byProvider()
            && before.provider().equals(candidate.ref().provider());
    return new Memory(!shorter && harmless, knows);
  }

  /** Remembers an answer that is complete, if it may be kept; called on the answer's loop. */
  void keep(Content content, Candidate candidate, boolean byProvider, Kept kept) {
    if (!continuing.keep() || !remembered.isEmpty()) {
      return;
    }
    var label = content.facts().exposure().label();
    if (responses.remember(principal, new Held(kept, label, candidate.ref().text(), byProvider))) {
      remembered = kept.id();
    }
  }

  /** Puts what was remembered into the store; called once the answer was carried. */
  void settle() {
    String id = remembered;
    if (!id.isEmpty()) {
      responses.settle(principal, id, exchange);
    }
  }

  /** Forgets what was remembered of an answer that did not arrive. */
  void drop() {
    String id = remembered;
    if (!id.isEmpty()) {
      responses.drop(principal, id);
    }
  }

  /** The provider has forgotten it, so do we before the caller is told; on the answer's loop. */
  void forgotten(String id) {
    forgotten = id;
    responses.hide(principal, id);
  }

  /** Erases what the provider has forgotten; called once that was carried. */
  void erase() {
    String id = forgotten;
    if (!id.isEmpty()) {
      responses.erase(principal, id);
    }
  }
}
