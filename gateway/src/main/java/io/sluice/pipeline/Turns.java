package io.sluice.pipeline;

import io.sluice.limits.Rates;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Stop;
import io.sluice.model.Verdict;
import io.sluice.route.Health;
import io.sluice.tokens.Ratios;
import java.time.Duration;

/** Whether an attempt may be made now: the deployment is up, and nobody's limit is used up. */
public final class Turns {
  /** Output of a call whose length nobody limited. */
  private static final long USUAL_OUTPUT = 500;

  private final Health health;
  private final Rates rates;
  private final Ratios ratios;

  /** Asks {@code health} and {@code rates}; prompts are measured by what {@code ratios} learned. */
  public Turns(Health health, Rates rates, Ratios ratios) {
    this.health = health;
    this.rates = rates;
    this.ratios = ratios;
  }

  /** True: the attempt is to be made, and what it takes is taken. */
  boolean take(Undertaking work, Verdict verdict) {
    Candidate candidate = verdict.candidate();
    if (!health.claim(candidate.ref())) {
      return false;
    }
    try {
      Rates.Wish wish = wish(work, candidate);
      asked(work, wish);
      var limits = work.content().snapshot().allowances().limits();
      work.course().drew(rates.draw(wish, limits));
      return true;
    } catch (Stop stop) {
      health.unasked(candidate.ref());
      work.course().limited(stop.fault());
      return false;
    }
  }

  /** A call that its provider is certain to refuse is not made. */
  private void asked(Undertaking work, Rates.Wish wish) {
    var ref = wish.candidate().ref();
    Duration wait =
        health.quotas().take(work.tenant(), ref, wish.inputTokens(), wish.outputTokens());
    if (!wait.isZero()) {
      var message = "what '%s' lets us ask for is used up".formatted(ref.provider());
      throw Fault.of(Code.UPSTREAM_RATE_LIMITED, message).after(wait).stop();
    }
  }

  /** The provider answered, and said how much more may be asked of it. */
  void heard(Undertaking work, Candidate candidate, Headers headers) {
    health.quotas().heard(work.tenant(), candidate.ref(), headers);
  }

  private Rates.Wish wish(Undertaking work, Candidate candidate) {
    var facts = work.content().facts();
    var size = facts.traits().size();
    long input = (long) Math.ceil(size.textBytes() / ratios.bytesPerToken(candidate.ref()));
    long limit = size.maxOutputTokens();
    long output = (limit > 0 ? limit : USUAL_OUTPUT) * size.choices();
    return new Rates.Wish(facts.principal(), candidate, input, output);
  }
}
