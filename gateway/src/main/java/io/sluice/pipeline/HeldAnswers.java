package io.sluice.pipeline;

import io.sluice.approval.Approval;
import io.sluice.approval.Approvals;
import io.sluice.approval.Asker;
import io.sluice.approval.Binding;
import io.sluice.approval.Question;
import io.sluice.approval.Standing;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.HeldStore.Name;
import io.sluice.vault.ResponseSeal;
import io.sluice.vault.SealBroken;
import java.time.Duration;
import java.util.LinkedHashMap;
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
  private final Approvals approvals;
  private final Clock clock;

  /** Kept in {@code store}, let go by {@code approvals}. */
  public HeldAnswers(HeldStore store, ResponseSeal seal, Approvals approvals, Clock clock) {
    this.store = store;
    this.seal = seal;
    this.approvals = approvals;
    this.clock = clock;
  }

  /**
   * Keeps an answer and asks for the approval that it needs; durable when this returns.
   *
   * @param shown to the approver; no content
   * @return what the caller is told: to wait for the approval, or why nobody gives it
   */
  synchronized Fault hold(
      Undertaking work, Transcript answer, List<String> rules, Map<String, String> shown) {
    if (answer.isEmpty()) {
      return denied(rules, "this needs an approval, and it is too long to be kept for one");
    }
    String binding = binding(work);
    Optional<Approval> waiting = approvals.waiting(binding);
    if (waiting.isPresent()) { // the same request at the same moment: its answer is the one shown
      return Approvals.fault(waiting.get().id(), rules);
    }
    Name name = name(work, binding);
    Bytes sealed = seal.seal(name.tenant(), sealedAs(binding), answer.bytes());
    var now = clock.now();
    var kept = new HeldStore.Sealed(work.decided().exchange(), sealed, now.plus(KEPT));
    store.put(name, kept, new HeldStore.Limits(now, MOST_BYTES_TOGETHER));
    approvals.granted(binding).ifPresent(lost -> approvals.use(lost.id())); // of another answer
    return switch (approvals.ask(question(work, binding, rules, shown))) {
      case Standing.Waiting(String id) -> Approvals.fault(id, rules);
      case Standing.Granted(Approval other) -> refused(name, rules, "approval " + other.id());
      case Standing.Refused(String reason) -> refused(name, rules, reason);
    };
  }

  private static Question question(
      Undertaking work, String binding, List<String> rules, Map<String, String> shown) {
    var facts = work.content().facts();
    var all = new LinkedHashMap<String, String>();
    all.put("asked", facts.traits().call().model());
    all.put("label", facts.exposure().label().text());
    all.putAll(shown);
    return new Question(
        Question.Kind.ANSWER,
        Asker.of(facts.principal()),
        binding,
        rules,
        new Question.Scope(facts.exposure().label(), List.of()),
        all);
  }

  private Fault refused(Name name, List<String> rules, String why) {
    store.erase(name);
    return denied(rules, why);
  }

  private static Fault denied(List<String> rules, String why) {
    return Fault.of(Code.POLICY_DENIED, "the answer is held: " + why).naming(rules);
  }

  /**
   * The answer that was approved for this very request; from then on it is gone.
   *
   * @throws io.sluice.model.Stop APPROVAL_REQUIRED while a person is waited for: the model is not
   *     asked again
   */
  Optional<Bytes> claim(Undertaking work) {
    String binding = binding(work);
    Optional<Approval> waiting = approvals.waiting(binding);
    if (waiting.isPresent()) {
      throw Approvals.fault(waiting.get().id(), waiting.get().question().rules()).stop();
    }
    Optional<Approval> approval = approvals.granted(binding);
    if (approval.isEmpty()) {
      return Optional.empty();
    }
    Name name = name(work, binding);
    Optional<Bytes> kept =
        store.get(name, clock.now()).flatMap(found -> opened(name, found, binding));
    if (kept.isEmpty() || !approvals.use(approval.get().id())) {
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

  private static String binding(Undertaking work) {
    return Binding.answer(work.content().facts(), work.content().incoming().body());
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
