package io.sluice.pipeline;

import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Losses;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import io.sluice.policy.Rules;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Encoded;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tries, before policy decides, how a request would be said to each candidate, and what that loses.
 * Only where rules can read it: each try costs what a translation costs.
 */
public final class Translations {
  private final Endpoints endpoints;

  /** To providers at {@code endpoints}. */
  public Translations(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /** The content with the losses toward each candidate among its facts, if any rule reads them. */
  Content tried(Content content, Target target) {
    Rules trial = content.snapshot().trial();
    if (!content.snapshot().rules().readLosses() && (trial == null || !trial.readLosses())) {
      return content;
    }
    Map<String, List<String>> lost = new TreeMap<>();
    for (Candidate candidate : target.candidates()) {
      List<String> names = names(losses(content, candidate));
      if (!names.isEmpty()) {
        lost.put(candidate.ref().text(), names);
      }
    }
    return content.with(content.facts().losing(Losses.known(lost)));
  }

  private List<Loss> losses(Content content, Candidate candidate) {
    Optional<Codec> codec = Codecs.toward(candidate.api(), content.request());
    if (codec.isEmpty()) {
      return List.of(); // it cannot be asked, which is said when it comes to that
    }
    var all = new ArrayList<>(content.inspection().withheld());
    try {
      var forward = endpoints.of(candidate).forward();
      var kept = Parameters.kept(content, candidate, codec.get(), forward);
      all.addAll(kept.losses());
      var outgoing = Outgoing.to(candidate.ref().id()).changing(kept.splices());
      all.addAll(encoded(content, codec.get(), kept, outgoing).losses());
    } catch (Stop refused) {
      // it will be refused for this reason, if it is chosen
    }
    return all;
  }

  private static Encoded encoded(
      Content content, Codec codec, Parameters.Kept kept, Outgoing outgoing) {
    return codec.name().equals(content.codec().name())
        ? codec.pass(content.incoming(), kept.request(), outgoing)
        : codec.encode(kept.request(), outgoing);
  }

  /**
   * Holds an attempt to what was decided: a limit that came after it may make a translation lose
   * more.
   *
   * @throws Stop POLICY_DENIED naming what policy did not know of
   */
  static void decided(Content content, Candidate candidate, List<Loss> losses) {
    Losses known = content.facts().losses();
    if (!known.known()) {
      return;
    }
    var more = new ArrayList<>(names(losses));
    more.removeAll(known.toward(candidate.ref()));
    if (!more.isEmpty()) {
      String message =
          "'%s' would not be told: %s, which policy was not asked about"
              .formatted(candidate.name(), String.join(", ", more));
      throw Fault.of(Code.POLICY_DENIED, message).naming(more).stop();
    }
  }

  private static List<String> names(List<Loss> losses) {
    var names = new TreeSet<String>();
    losses.forEach(loss -> names.add(loss.field()));
    return List.copyOf(names);
  }
}
