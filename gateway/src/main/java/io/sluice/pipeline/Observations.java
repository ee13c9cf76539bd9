package io.sluice.pipeline;

import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Facts;
import io.sluice.model.Finish;
import io.sluice.model.Price;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Usage;
import io.sluice.registry.Registry;
import io.sluice.registry.RouteSetting;
import io.sluice.route.Conversations;
import io.sluice.route.Learned;
import io.sluice.route.Scorecards.Ending;
import io.sluice.route.Scorecards.Otherwise;
import io.sluice.route.Scorecards.Tokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each exchange teaches about the models that took part in it. */
final class Observations {
  private static final Tokens NO_TOKENS = new Tokens(0, 0);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Learned learned;

  Observations(Learned learned) {
    this.learned = learned;
  }

  /** An answer was carried, to its end or not. */
  void ended(Undertaking work, Ended ended) {
    failed(work);
    var content = work.content();
    if (content.facts().traits().call().operation() != Operation.CHAT) {
      return;
    }
    Candidate candidate = ended.answer().verdict().candidate();
    var report = ended.report();
    boolean whole = ended.delivery().end() == Delivery.End.COMPLETE;
    boolean first = report.firstContentNanos() != 0;
    Finish finish = report.finish();
    var ending =
        new Ending(
            whole || ended.delivery().end() == Delivery.End.CUT,
            finish == Finish.CONTENT_FILTER || finish == Finish.REFUSAL,
            micros(candidate.price(), report.usage()),
            first
                ? (report.firstContentNanos() - work.course().since()) / (double) NANOS_PER_MILLI
                : -1,
            new Tokens(report.usage().totalInput(), report.usage().output()),
            whole ? ended.answer().passage().wellFormed() : null,
            otherwise(content, report.usage()));
    learned.ended(seen(content, candidate), ending);
    if (whole) {
      learned
          .conversations()
          .served(
              conversation(content), candidate.ref(), content.facts().traits().size().textBytes());
    }
  }

  /** Attempts failed, and perhaps another one answered. */
  void failed(Undertaking work) {
    for (Attempt attempt : work.course().attempts()) {
      for (Candidate candidate : work.plan().permit().target().candidates()) {
        if (candidate.ref().equals(attempt.model()) && attempt.fault() != null) {
          var nothing = new Ending(false, false, 0, -1, NO_TOKENS, null, Otherwise.NOTHING);
          learned.ended(seen(work.content(), candidate), nothing);
        }
      }
    }
  }

  static long conversation(Content content) {
    var principal = content.facts().principal();
    return Conversations.of(content.request(), principal.tenant(), principal.id());
  }

  private static Learned.Seen seen(Content content, Candidate candidate) {
    Facts facts = content.facts();
    var principal = facts.principal();
    return new Learned.Seen(
        principal.tenant(),
        principal.affiliation().team(),
        facts.traits().call().model(),
        facts.traits().task(),
        candidate,
        content.shadow());
  }

  private static Otherwise otherwise(Content content, Usage usage) {
    Registry registry = content.snapshot().registry();
    String asked = content.facts().traits().call().model();
    Optional<RouteSetting> route = registry.route(asked);
    double baseline =
        route
            .map(one -> one.steering().baseline())
            .filter(name -> !name.isEmpty())
            .flatMap(registry::priced)
            .map(price -> micros(price, usage))
            .orElse(-1.0);
    double requested =
        route.isPresent()
            ? -1
            : registry.priced(asked).map(price -> micros(price, usage)).orElse(-1.0);
    return new Otherwise(baseline, requested);
  }

  private static double micros(@Nullable Price price, Usage usage) {
    return price == null ? 0 : price.cost(usage).micros();
  }
}
