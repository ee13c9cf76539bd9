package io.sluice.pipeline;

import io.sluice.approval.Approvals;
import io.sluice.audit.Basis;
import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.audit.Refusal.Stage;
import io.sluice.flow.Declared;
import io.sluice.identity.Authenticator;
import io.sluice.identity.Presented;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.limits.Budgets;
import io.sluice.limits.Rates;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Principal;
import io.sluice.model.Provenance;
import io.sluice.model.Stop;
import io.sluice.policy.Policy;
import io.sluice.route.Health;
import io.sluice.route.Learned;
import io.sluice.route.Planner;
import io.sluice.wire.sealed.Seals;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The story: one exchange from arrival to closing entry, in fixed order. */
public final class Gateway {
  private final Supplier<Snapshot> snapshots;
  private final Intake intake;
  private final Judgement judgement;
  private final Books books;
  private final Attempts attempts;

  /** What finds out who asks, and what. */
  public record Intake(
      Authenticator authenticator,
      Rates rates,
      Underway underway,
      Inspector inspector,
      Seals seals,
      HeldResponses held,
      JsonLimits limits) {}

  /** What decides, and what acts on it. */
  public record Judgement(
      Policy policy,
      Approvals approvals,
      Planner planner,
      Health health,
      Learned learned,
      Shadows shadows,
      Attempts attempts) {}

  /** What money and the record are kept in. */
  public record Books(
      Budgets budgets, Recorder recorder, Tapes tapes, Closings closings, Clock clock) {}

  /** A gateway that takes its rules from {@code snapshots}, anew for every exchange. */
  public Gateway(Supplier<Snapshot> snapshots, Intake intake, Judgement judgement, Books books) {
    this.snapshots = snapshots;
    this.intake = intake;
    this.judgement = judgement;
    this.books = books;
    this.attempts = judgement.attempts();
  }

  /** Serves one exchange on the calling thread; the caller is answered and the record closed. */
  public void handle(Received received, Caller caller) {
    var course = new Course(received, books.clock());
    try {
      serve(received, caller, course);
    } catch (Stop stop) {
      refuse(caller, course, stop.fault());
    } catch (RuntimeException | Error bug) {
      refuse(caller, course, Fault.of(Code.INTERNAL, "an error inside the gateway"));
      throw bug;
    } finally {
      course.close(books.recorder(), books.closings());
    }
  }

  /** Serves a request that failed before it could be read: it is refused and recorded. */
  public void reject(Received received, Caller caller, Fault fault) {
    var course = new Course(received, books.clock());
    refuse(caller, course, fault);
    course.close(books.recorder(), books.closings());
  }

  private void serve(Received received, Caller caller, Course course) {
    var snapshot = snapshots.get(); // one policy, registry and price list for this exchange
    course.header("x-sluice-policy", snapshot.shownPolicy());
    course.at(Stage.AUTHENTICATE);
    var principal = course.asked(intake.authenticator().identify(received.presented()));
    course.at(Stage.LIMIT);
    try (var _ = intake.rates().admit(principal);
        var _ = intake.underway().enter(principal.id(), caller.lifeline())) {
      intake.authenticator().confirm(principal); // revoked a moment ago, it would run to its end
      course.at(Stage.READ);
      var arrived = received.codec().arrived(received.take(intake.limits()));
      var continuation = Continuation.of(intake.held(), received, arrived, principal);
      var incoming = continuation.incoming(); // with what was said before
      var read = received.codec().read(incoming); // a view with byte spans over these bytes
      var request = intake.seals().opened(read, principal.tenant());
      var declared =
          continuation.declared(Declared.of(incoming.headers(), snapshot.labels().settings()));
      course.at(Stage.RESOLVE);
      var named = Shadows.target(received, snapshot.registry(), request, principal);
      var target = Continuation.narrowed(named, request);
      course.at(Stage.INSPECT);
      var findings = intake.inspector().inspect(request); // each part once, ever
      var exposure = snapshot.labels().labeller().label(principal, request, findings, declared);
      var purpose = Purpose.of(received);
      var traits = Work.seen(request, snapshot.registry().route(target.name()));
      var facts = new Facts(principal, traits, exposure, purpose, received.moment(), List.of());
      var seen = new Inspection(findings, Provenance.NONE);
      var content =
          new Content(snapshot, received.codec(), incoming, request, seen, facts, continuation);
      course.stated(facts);
      course.at(Stage.DECIDE);
      var ruling =
          judgement
              .approvals()
              .settle(judgement.policy().decide(facts, target, snapshot.rules()), facts);
      act(ruling, new Matter(received.id(), content, caller, course));
      judgement.shadows().copy(received, content, this::handle);
    }
  }

  /** The exchange that is decided about. */
  private record Matter(ExchangeId id, Content content, Caller caller, Course course) {}

  private void act(Decision ruling, Matter matter) {
    var facts = matter.content().facts();
    var tape = matter.course().taped(books.tapes().of(matter.id(), matter.content()));
    var basis = Bases.of(matter.content(), tape);
    switch (ruling) {
      case Deny deny -> {
        matter.course().decided(books.recorder().decided(matter.id(), facts, deny, basis));
        throw deny.fault().stop();
      }
      case Hold hold -> {
        matter.course().decided(books.recorder().decided(matter.id(), facts, hold, basis));
        throw hold.fault().stop();
      }
      case Permit permit -> carry(permit, basis, matter);
    }
  }

  private void carry(Permit permit, Basis basis, Matter matter) {
    var course = matter.course();
    var facts = matter.content().facts();
    course.at(Stage.PLAN);
    var view = matter.content().view(judgement, permit.target(), matter.id());
    var needs = Demands.of(matter.content().request());
    var plan = judgement.planner().plan(permit, facts, view, needs);
    course.at(Stage.RESERVE);
    try (var reservation = books.budgets().reserve(facts.principal(), plan, facts.traits())) {
      course.at(Stage.RECORD);
      var decided = // permit, candidates, money: one entry, one fsync
          course.decided(
              books
                  .recorder()
                  .decided(matter.id(), facts, plan, basis.reserving(reservation.reserved())));
      String bound = facts.traits().call().stream() ? "<=" : "";
      course.header("x-sluice-labels", bound + facts.exposure().label().text());
      var work =
          new Undertaking(matter.content(), plan, decided, reservation, matter.caller(), course);
      course.reserved(reservation);
      var answer = attempts.open(work); // mask, encode, sign, send; blocks to the first content
      var delivery = answer.relay().carry(); // bytes move on the loop; this thread parks
      course.carried(books.closings().settle(work, answer, delivery));
      matter.content().settle(delivery);
    }
  }

  private static void refuse(Caller caller, Course course, Fault fault) {
    course.stopped(fault);
    course.refuse(caller, fault);
  }

  /** Who asks, for front doors that answer from memory. */
  public Principal identify(Presented presented) {
    return intake.authenticator().identify(presented);
  }

  /** The answers that callers can go on from, for front doors that show them. */
  public HeldResponses held() {
    return intake.held();
  }

  /** Forgets an answer that only the gateway keeps; recorded. */
  public void forget(Principal principal, String id) {
    intake.held().erase(principal, id);
    var details = Map.of("tenant", principal.tenant(), "response", id);
    books.recorder().changed(new Change("response.erased", principal.id(), "", "", details));
  }

  /** What is in force now. */
  public Snapshot snapshot() {
    return snapshots.get();
  }
}
