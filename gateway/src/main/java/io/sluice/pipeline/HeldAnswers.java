package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.HeldStore.Name;
import io.sluice.vault.ResponseSeal;
import io.sluice.vault.SealBroken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that wait for a person: kept sealed until the approval closes, and then given once to the
 * same request, without asking the model again. Thread-safe.
 */
public final class HeldAnswers {
  /** As long as an approval can wait and then be used. */
  private static final Duration KEPT = Duration.ofHours(25);

  private static final long MOST_BYTES_TOGETHER = 1L << 30;

  private final HeldStore store;
  private final ResponseSeal seal;
  private final Consent consent;
  private final Clock clock;

  /** Kept in {@code store}, let go by {@code consent}. */
  public HeldAnswers(HeldStore store, ResponseSeal seal, Consent consent, Clock clock) {
    this.store = store;
    this.seal = seal;
    this.consent = consent;
    this.clock = clock;
  }

  /**
   * Keeps an answer and asks for the approval that it needs; durable when this returns.
   *
   * @param shown to the approver; no content
   * @return what the caller is told: to wait for the approval, or why nobody can give it
   */
  Fault hold(Undertaking work, Transcript answer, List<String> rules, Map<String, String> shown) {
    if (answer.isEmpty()) {
      return denied(rules, "it needs an approval, and it is too long to be kept for one");
    }
    String binding = binding(work);
    Name name = name(work, binding);
    Bytes sealed = seal.seal(name.tenant(), sealedAs(binding), answer.bytes());
    var now = clock.now();
    store.put(name, sealed, now.plus(KEPT), new HeldStore.Limits(now, MOST_BYTES_TOGETHER));
    var held = new Consent.Held(work.content().facts(), binding, rules, shown);
    Optional<String> approval = consent.open(held);
    if (approval.isEmpty()) {
      store.erase(name);
      return denied(rules, "it needs an approval, and nobody is named who could give it");
    }
    return Fault.of(
            Code.APPROVAL_REQUIRED,
            "the answer is kept until a person approves it: approval " + approval.get())
        .naming(rules)
        .awaiting(approval.get());
  }

  private static Fault denied(List<String> rules, String why) {
    return Fault.of(Code.POLICY_DENIED, "the answer is held: " + why).naming(rules);
  }

  /** The answer that was approved for this very request; from then on it is gone. */
  Optional<Bytes> claim(Undertaking work) {
    if (work.content().facts().traits().tools().isEmpty()) {
      return Optional.empty();
    }
    String binding = binding(work);
    Optional<String> approval = consent.granted(binding);
    if (approval.isEmpty()) {
      return Optional.empty();
    }
    Name name = name(work, binding);
    Optional<Bytes> kept =
        store.get(name, clock.now()).flatMap(found -> opened(name, found, binding));
    if (kept.isEmpty() || !consent.use(approval.get())) {
      return Optional.empty();
    }
    store.erase(name);
    return kept;
  }

  private Optional<Bytes> opened(Name name, Bytes found, String binding) {
    try {
      return Optional.of(seal.open(name.tenant(), sealedAs(binding), found));
    } catch (SealBroken broken) {
      return Optional.empty();
    }
  }

  private String binding(Undertaking work) {
    return consent.binding(work.content().facts(), work.content().incoming().body());
  }

  private static Name name(Undertaking work, String binding) {
    var principal = work.content().facts().principal();
    return new Name(principal.tenant(), principal.id(), "answer/" + binding);
  }

  /** Another id than the name's: nobody can go on from it as from a response. */
  private static String sealedAs(String binding) {
    return "held-answer/" + binding;
  }
}
