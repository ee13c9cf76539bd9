package io.sluice.pipeline;

import io.sluice.audit.Arrival;
import io.sluice.audit.Basis;
import io.sluice.audit.Closing;
import io.sluice.audit.Closing.Bill;
import io.sluice.audit.Closing.Carried;
import io.sluice.audit.Closing.Door;
import io.sluice.audit.Closing.Handled;
import io.sluice.audit.Closing.Kind;
import io.sluice.audit.Closing.Release;
import io.sluice.audit.Closing.Result;
import io.sluice.audit.Closing.Said;
import io.sluice.audit.Closing.Served;
import io.sluice.audit.Closing.Timing;
import io.sluice.audit.Decided;
import io.sluice.audit.Descent.Would;
import io.sluice.audit.Kept;
import io.sluice.audit.Recorded;
import io.sluice.audit.Scans;
import io.sluice.audit.Tape;
import io.sluice.flow.Masked;
import io.sluice.flow.Tally;
import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Deadline;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Hold;
import io.sluice.model.Lifeline;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Target;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import io.sluice.pipeline.Classifiers.Books;
import io.sluice.pipeline.Classifiers.Judges;
import io.sluice.pipeline.Classifiers.Ways;
import io.sluice.route.Condition;
import io.sluice.vault.BoundHost;
import io.sluice.vault.Credential;
import io.sluice.wire.moderations.Moderations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to one classifier: an exchange of its own, from the decision to the closing entry.
 * It is asked once; nobody else is asked in its place.
 */
final class Consultation {
  private static final int MOST_ANSWER_BYTES = 1 << 20;
  private static final Fault UNTOLD = Fault.of(Code.INTERNAL, "the question did not end");
  private static final Fault NONSENSE =
      Fault.of(Code.STREAM_BROKEN, "what the classifier answered is no answer to the question");
  private static final Headers HEADERS =
      new Headers(
          List.of(
              new Header("content-type", "application/json"), new Header("user-agent", "sluice")));

  private final Ways ways;
  private final Judges judges;
  private final Books books;
  private final Waiting waiting;

  /** How long an answer is waited for, and what ends that early. */
  record Waiting(Deadline until, Lifeline lifeline) {}

  Consultation(Ways ways, Judges judges, Books books, Waiting waiting) {
    this.ways = ways;
    this.judges = judges;
    this.books = books;
    this.waiting = waiting;
  }

  /**
   * What came of it.
   *
   * @param exchange where it is recorded; empty: nothing was to be
   * @param results one for each text; none if there is a fault
   */
  record Outcome(String exchange, List<Moderations.Result> results, @Nullable Fault fault) {
    Outcome {
      results = List.copyOf(results);
    }
  }

  /** Nobody is asked who is stopped by an operator, or known to be down. */
  private @Nullable Fault obstacle(Candidate candidate) {
    if (judges.rulings().stopped(candidate)) {
      return Fault.ended(Lifeline.Reason.SUSPENDED);
    }
    var state = judges.health().condition(candidate.ref()).state();
    return state == Condition.State.OPEN ? down() : null;
  }

  private static Fault down() {
    return Fault.of(Code.NO_ALLOWED_MODEL, "the classifier is down");
  }

  /**
   * Puts a question to policy, records the answer, and asks if it may.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE
   */
  Outcome put(Query query, Target target) {
    Fault obstacle = obstacle(target.candidates().getFirst());
    if (obstacle != null) {
      return new Outcome("", List.of(), obstacle);
    }
    var content = query.content();
    var facts = content.facts();
    var id = ways.ids().get();
    long since = books.clock().nanos();
    var decision = judges.policy().decide(facts, target, content.snapshot().rules());
    Tape tape = books.tapes().of(id, content, decision);
    Basis basis = Bases.of(content, decision, tape, new Bases.Said(Arrival.KEY, Would.NOTHING));
    var decisive = new Decisive(query, id, tape, since);
    return switch (decision) {
      case Deny deny ->
          decisive.refused(books.recorder().decided(id, facts, deny, basis), deny.fault());
      case Hold hold ->
          decisive.refused(books.recorder().decided(id, facts, hold, basis), hold.fault());
      case Permit permit -> {
        Verdict verdict = permit.verdicts().getFirst();
        var plan = new Plan(permit, List.of(verdict), List.of());
        yield decisive.asked(books.recorder().decided(id, facts, plan, basis), verdict);
      }
    };
  }

  /** One that was decided about: it gets one closing entry, however it ends. */
  private final class Decisive {
    private final Query query;
    private final ExchangeId id;
    private final Tape tape;
    private final long since;
    private Carried carried = Carried.NOTHING;
    private @Nullable Served served;

    Decisive(Query query, ExchangeId id, Tape tape, long since) {
      this.query = query;
      this.id = id;
      this.tape = tape;
      this.since = since;
    }

    Outcome refused(Recorded recorded, Fault why) {
      close(recorded, why, List.of());
      return new Outcome(id.value(), List.of(), why);
    }

    Outcome asked(Decided decided, Verdict verdict) {
      var model = verdict.candidate().ref();
      if (!judges.health().claim(model)) {
        return refused(decided, down());
      }
      Fault fault = UNTOLD;
      List<Moderations.Result> results = List.of();
      try {
        Masked masked = judges.gates().mask(query.content(), verdict.mask());
        var reply = reply(verdict.candidate(), masked);
        results = results(reply, query.texts(masked));
        fault = reply.fault() != null ? reply.fault() : results.isEmpty() ? NONSENSE : null;
        return new Outcome(id.value(), results, fault);
      } finally {
        judges.health().ended(model, fault);
        var took = books.closings().since(since);
        var attempt = new Attempt(model, fault, took, null, "", Usage.NONE, Money.ZERO);
        close(decided, fault, List.of(attempt));
      }
    }

    private Collected.Reply reply(Candidate candidate, Masked masked) {
      var endpoint = ways.endpoints().of(candidate);
      URI at = endpoint.at(Moderations.PATH);
      String tenant = query.content().facts().principal().tenant();
      Optional<Credential> credential = ways.vault().credential(tenant, candidate.ref().provider());
      Outbound.Sign sign =
          credential.isPresent()
              ? Departures.sign(endpoint.scheme(), credential.get(), BoundHost.of(at))
              : new Outbound.Sign.None();
      var into = new Collected(ways.loops().get(), MOST_ANSWER_BYTES);
      Duration left = waiting.until().left(books.clock());
      var patience = new Outbound.Patience(left, left);
      var track = tape.toward(candidate.ref().text(), masked::text);
      ways.upstream()
          .send(new Outbound(at, "POST", HEADERS, query.body(masked), sign, patience), into);
      track.left();
      var reply = into.await(waiting.until(), books.clock(), waiting.lifeline());
      track.provider(reply.body());
      String shown = credential.map(Credential::version).orElse("");
      var door = new Door(shown, BoundHost.of(at).text(), endpoint.region());
      String said = candidate.ref().id();
      served = new Served(candidate, said, "", "", Finish.STOP, door);
      carried = carried(masked, reply.body().length());
      return reply.judged();
    }

    private static Carried carried(Masked masked, int bytes) {
      var tallies = new ArrayList<Closing.Masked>();
      for (Tally tally : masked.restoration().tallies()) {
        tallies.add(new Closing.Masked(tally.category(), tally.masked(), 0));
      }
      return new Carried(
          Release.FULL,
          bytes,
          Scans.NONE,
          List.of(),
          new Handled(tallies, List.of()),
          Said.NOTHING,
          Kept.NOTHING);
    }

    private static List<Moderations.Result> results(Collected.Reply reply, List<String> texts) {
      return reply.fault() == null
          ? Moderations.read(reply.body(), texts).orElse(List.of())
          : List.of();
    }

    private void close(Recorded recorded, @Nullable Fault fault, List<Attempt> attempts) {
      var kind = fault == null ? Kind.ANSWERED : attempts.isEmpty() ? Kind.REFUSED : Kind.FAILED;
      var closing =
          new Closing(
                  new Result(kind, fault, fault == null ? 200 : fault.status()),
                  fault == null ? served : null,
                  attempts,
                  Bill.NOTHING,
                  carried,
                  new Timing(books.closings().since(since), null))
              .keeping(tape.close());
      books.recorder().closed(recorded, closing);
    }
  }
}
