package io.sluice.pipeline;

import io.sluice.audit.Closing;
import io.sluice.audit.Closing.Bill;
import io.sluice.audit.Closing.Carried;
import io.sluice.audit.Closing.Kind;
import io.sluice.audit.Closing.Result;
import io.sluice.audit.Closing.Served;
import io.sluice.audit.Closing.Timing;
import io.sluice.limits.Notice;
import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Charge;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Fault.Blame;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Money;
import io.sluice.model.Price;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import io.sluice.route.Learned;
import io.sluice.route.ServedModels;
import io.sluice.tokens.Ratios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settles what an exchange used, and says how it ended. */
public final class Closings {
  static final Fault UNKNOWN = Fault.of(Code.INTERNAL, "the exchange ended without a reason");

  private final Clock clock;
  private final Tallies tallies;
  private final ExchangeLog log;
  private final Ratios ratios;
  private final Observations observations;
  private final ServedModels served;

  /** Timed by {@code clock}, counted in {@code tallies}. */
  public Closings(Clock clock, Tallies tallies) {
    this(clock, tallies, ExchangeLog.NONE, new Lessons(new Ratios(), Learned.nothing(clock)));
  }

  /** What is learned: how many tokens prompts come to, and how models do. */
  public record Lessons(Ratios ratios, Learned learned) {}

  /** The same, with a line in {@code log} for each, and what it teaches. */
  public Closings(Clock clock, Tallies tallies, ExchangeLog log, Lessons lessons) {
    this.clock = clock;
    this.tallies = tallies;
    this.log = log;
    this.ratios = lessons.ratios();
    this.observations = new Observations(lessons.learned());
    this.served = lessons.learned().served();
  }

  /** Leaves the line of one exchange. */
  void tell(ExchangeLog.Line line) {
    log.over(line);
  }

  /** Tells and counts something about a budget. */
  void tell(Notice notice, String type, Map<String, String> details) {
    tallies.noticed(notice.kind(), notice.account().holder().scope());
    log.noticed(type, details);
  }

  /** Tells and counts that a model may have changed. */
  void tell(ServedModels.What what, String type, Map<String, String> details) {
    tallies.changed(what);
    log.noticed(type, details);
  }

  /** How long an exchange took that began then. */
  Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, clock.nanos() - nanos));
  }

  /** Counts how an exchange ended that was never decided. */
  void refused(Fault why) {
    tallies.ended("refused", why.code().word());
  }

  private Closing counted(Course course, Closing closing) {
    course.found().forEach(found -> tallies.met(found.type(), "in"));
    closing.carried().handled().acted().forEach(acted -> tallies.met(acted.rule(), "out"));
    Fault fault = closing.result().fault();
    String kind = closing.result().kind().name().toLowerCase(Locale.ROOT);
    tallies.ended(kind, fault == null ? "none" : fault.code().word());
    tallies.used(closing.bill());
    return closing;
  }

  /**
   * Charges a carried answer: by its usage, or by the upper bound if the provider gave none; and
   * what the attempts before it may have cost.
   */
  Ended settle(Undertaking work, Answer answer, Delivery delivery) {
    var report = reckoned(work, answer);
    Money cost = cost(answer, report.usage());
    var candidate = answer.verdict().candidate();
    var last = new Charge(candidate, cost, tokens(report.usage()));
    List<Charge> all = owed(work);
    all.add(report.usageKnown() ? last : bound(work, answer, last));
    work.reservation().settle(all);
    var news = served.heard(candidate.ref(), report.servedModel(), answer.passage().fingerprint());
    var ended =
        new Ended(
            answer,
            delivery,
            report,
            cost.plus(spent(work.course().attempts())),
            news.orElse(null));
    observations.ended(work, ended);
    return ended;
  }

  /** What nobody told is charged with all that was set aside for it. */
  private static Charge bound(Undertaking work, Answer answer, Charge reckoned) {
    return work.reservation().budgeted()
        ? work.reservation().most(reckoned.candidate()).times(answer.passage().stretches())
        : reckoned;
  }

  /** Where the provider never said what was used, what went in is reckoned too, and it is said. */
  private Passage.Report reckoned(Undertaking work, Answer answer) {
    var report = answer.passage().report();
    var model = answer.verdict().candidate().ref();
    var size = work.content().request().traits().size();
    if (report.usageKnown() && size.media() == 0) {
      ratios.learn(model, size.textBytes(), report.usage().totalInput());
    }
    if (report.usageKnown() || report.firstContentNanos() == 0) {
      return report;
    }
    long input = (long) (size.textBytes() / ratios.bytesPerToken(model));
    var losses = new ArrayList<>(report.losses());
    losses.add(new Loss("usage", "not told by the provider; reckoned from the text"));
    return new Passage.Report(
        report.usage().max(new Usage(input, 0, 0, 0, 0, Usage.Served.USUAL)),
        false,
        report.finish(),
        report.servedModel(),
        report.upstreamId(),
        report.firstContentNanos(),
        losses);
  }

  /** Charges an exchange that got no answer with what its attempts may have cost. */
  void settleFailed(Undertaking work) {
    work.reservation().settle(owed(work));
    observations.failed(work);
  }

  /**
   * What failed attempts may have cost. A provider that said no is taken at its word; one that fell
   * silent, or that nobody listened to any more, may have worked, and the upper bound is charged.
   */
  private static List<Charge> owed(Undertaking work) {
    var all = new ArrayList<Charge>(1);
    for (Attempt attempt : work.course().attempts()) {
      Candidate candidate = candidate(work, attempt);
      var said = new Charge(candidate, attempt.cost(), tokens(attempt.usage()));
      all.add(doubtful(attempt) ? said.max(work.reservation().most(candidate)) : said);
    }
    return all;
  }

  private static Candidate candidate(Undertaking work, Attempt attempt) {
    return work.plan().order().stream()
        .map(Verdict::candidate)
        .filter(candidate -> candidate.ref().equals(attempt.model()))
        .findFirst()
        .orElseThrow();
  }

  private static long tokens(Usage usage) {
    return usage.totalInput() + usage.output();
  }

  private static boolean doubtful(Attempt attempt) {
    Fault fault = attempt.fault();
    return fault != null
        && switch (fault.code()) {
          case UPSTREAM_CREDENTIAL,
              UPSTREAM_RATE_LIMITED,
              UPSTREAM_RAMP,
              UPSTREAM_OVERLOADED,
              UPSTREAM_QUOTA,
              UPSTREAM_TRANSIENT,
              UPSTREAM_NOT_FOUND,
              UPSTREAM_INVALID,
              CONTEXT_LENGTH,
              CONTENT_FILTER ->
              false; // it said no
          case UNSUPPORTED, OVERLOADED -> false; // it never left
          case SCHEMA_INVALID -> attempt.usage().totalInput() == 0; // else it said what was used
          default -> true;
        };
  }

  private static Money spent(List<Attempt> attempts) {
    Money sum = Money.ZERO;
    for (Attempt attempt : attempts) {
      sum = sum.plus(attempt.cost());
    }
    return sum;
  }

  private static Money cost(Answer answer, Usage usage) {
    Price price = answer.verdict().candidate().price();
    return price == null ? Money.ZERO : price.cost(usage);
  }

  /** The closing entry of an exchange that was decided. */
  Closing of(Course course, @Nullable Fault fault, @Nullable Ended ended) {
    var took = since(course.since());
    if (ended == null) {
      Fault why = fault == null ? UNKNOWN : fault;
      var bill = new Bill(Usage.NONE, spent(course.attempts()), course.charged(), course.charges());
      return counted(
          course,
          new Closing(
              new Result(kind(why), why, course.headSent() ? 200 : course.shown(why)),
              null,
              course.attempts(),
              bill,
              Carried.NOTHING,
              new Timing(took, null)));
    }
    return counted(course, answered(course, ended, took));
  }

  private Closing answered(Course course, Ended ended, Duration took) {
    var report = ended.report();
    var first =
        report.firstContentNanos() == 0
            ? null
            : Duration.ofNanos(Math.max(0, report.firstContentNanos() - course.since()));
    var candidate = ended.answer().verdict().candidate();
    var attempts = new ArrayList<>(course.attempts());
    attempts.add(
        new Attempt(
            candidate.ref(),
            ended.delivery().fault(),
            took,
            first,
            report.upstreamId(),
            report.usage(),
            cost(ended.answer(), report.usage())));
    Finish finish = report.finish() == null ? Finish.OTHER : report.finish();
    var served =
        new Served(
            candidate,
            report.servedModel(),
            ended.answer().passage().fingerprint(),
            report.upstreamId(),
            finish,
            ended.answer().door());
    return new Closing(
        result(course, ended),
        served,
        attempts,
        new Bill(report.usage(), ended.cost(), course.charged(), course.charges()),
        ended.carried(),
        new Timing(took, first));
  }

  private static Result result(Course course, Ended ended) {
    Delivery delivery = ended.delivery();
    return switch (delivery.end()) {
      case COMPLETE -> new Result(Kind.ANSWERED, null, 200);
      case BROKEN -> new Result(Kind.FAILED, delivery.fault(), 200);
      case CUT -> {
        Fault fault = delivery.fault();
        int status = fault != null && ended.unsaid() ? course.shown(fault) : 200;
        yield new Result(Kind.BLOCKED, fault, status);
      }
      case ABANDONED -> new Result(Kind.ABANDONED, delivery.fault(), 200);
    };
  }

  private static Kind kind(Fault fault) {
    if (fault.code() == Code.CLIENT_GONE) {
      return Kind.ABANDONED;
    }
    boolean refused = fault.blame() == Blame.CALLER || fault.blame() == Blame.POLICY;
    return refused ? Kind.REFUSED : Kind.FAILED;
  }
}
