package io.sluice.pipeline;

import io.sluice.approval.Binding;
import io.sluice.approval.Interventions;
import io.sluice.audit.Basis;
import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.audit.Refusal.Stage;
import io.sluice.flow.Declared;
import io.sluice.identity.Authenticator;
import io.sluice.identity.Delegations;
import io.sluice.identity.Presented;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.limits.Budgets;
import io.sluice.limits.Flights;
import io.sluice.limits.Rates;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Losses;
import io.sluice.model.Permit;
import io.sluice.model.Principal;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import io.sluice.policy.Policy;
import io.sluice.route.Health;
import io.sluice.route.Learned;
import io.sluice.route.Planner;
import io.sluice.wire.sealed.Seals;
import java.util.Map;
import java.util.function.Supplier;

/** The story: one exchange from arrival to closing entry, in fixed order. */
public final class Gateway {
  private final Supplier<Snapshot> snapshots;
  private final Intake intake;
  private final Judgement judgement;
  private final Books books;
  private final Attempts attempts;
  private final Trial trial;

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
      Interventions people,
      Planner planner,
      Steering steering,
      Attempts attempts,
      Points points) {}

  /** What is known of models when their order is asked, and what is asked beside it. */
  public record Steering(Health health, Learned learned, Shadows shadows) {}

  /**
   * What decides about flows: which tools a model sees, which of its calls are handed over, what
   * would have been decided if all were enforced, and who is asked what a request holds.
   */
  public record Points(
      Offers offers,
      Translations translations,
      Handover handover,
      Foresight foresight,
      Checks checks) {}

  /** What money and the record are kept in. */
  public record Books(
      Budgets budgets,
      Flights flights,
      Recorder recorder,
      Tapes tapes,
      Closings closings,
      Clock clock) {}

  /** A gateway that takes its rules from {@code snapshots}, anew for every exchange. */
  public Gateway(Supplier<Snapshot> snapshots, Intake intake, Judgement judgement, Books books) {
    this.snapshots = snapshots;
    this.intake = intake;
    this.judgement = judgement;
    this.books = books;
    this.attempts = judgement.attempts();
    this.trial = new Trial(judgement.policy(), books.recorder());
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
    try (var _ = intake.rates().admit(principal, snapshot.allowances().limits());
        var _ = course.present(intake.underway().enter(principal, caller.lifeline()))) {
      intake.authenticator().confirm(principal); // revoked a moment ago, it would run to its end
      course.flies(books.flights(), principal); // one at a time for each idempotency key
      course.at(Stage.READ);
      var reading = read(received, principal, snapshot);
      course.at(Stage.RESOLVE);
      var named = Shadows.target(received, snapshot.registry(), reading.request(), principal);
      var target = Continuation.narrowed(named, reading.request());
      course.at(Stage.INSPECT);
      var findings = snapshot.labels().inspect(intake.inspector(), reading.request(), principal);
      var speaker = reading.speaker(principal);
      var provenance = snapshot.labels().trace(speaker, reading.request(), received.id());
      var exposure = snapshot.exposure(speaker, provenance, findings);
      var purpose = Purpose.of(received);
      var waivers = judgement.people().waivers().inForce(principal, purpose, received.moment());
      var told =
          new Facts(
              reading.acting(principal),
              Work.seen(reading.request(), snapshot.registry().route(target.name())),
              exposure,
              purpose,
              received.moment(),
              waivers,
              Losses.UNKNOWN);
      var seen = new Inspection(findings, provenance, reading.losses());
      var looked = reading.content(snapshot, received.codec(), seen, told);
      var checked = judgement.points().checks().over(looked, received.id(), caller.lifeline());
      var content = judgement.points().translations().tried(checked, target);
      course.stated(content.facts());
      course.at(Stage.DECIDE);
      act(ruling(received, content, target), new Matter(received.id(), content, caller, course));
      judgement.steering().shadows().copy(received, content, course, this::handle);
    }
  }

  /** What policy says, and people where it asks for them. */
  private Decision ruling(Received received, Content content, Target target) {
    var facts = content.facts();
    var decided = judgement.policy().decide(facts, target, content.snapshot().rules());
    trial.beside(new Trial.Asked(received.id(), facts, target), decided, content.snapshot());
    return judgement
        .people()
        .settle(decided, facts, () -> Binding.request(facts, content.incoming().body()));
  }

  /** A view with byte spans over the caller's bytes, with what was said before. */
  private Reading read(Received received, Principal principal, Snapshot snapshot) {
    var codec = received.codec();
    var continuation =
        Continuation.of(
            intake.held(), received, codec.arrived(received.take(intake.limits())), principal);
    var offers = judgement.points().offers();
    var offered = offers.read(codec, continuation.incoming(), principal, snapshot);
    var declared = Declared.of(offered.incoming().headers(), snapshot.labels().settings());
    return new Reading(
        continuation,
        offered,
        intake.seals().opened(offered.request(), principal.tenant()),
        continuation.declared(declared));
  }

  /** The exchange that is decided about. */
  private record Matter(ExchangeId id, Content content, Caller caller, Course course) {}

  private void act(Decision ruling, Matter matter) {
    var facts = matter.content().facts();
    var tape = matter.course().taped(books.tapes().of(matter.id(), matter.content(), ruling));
    var would = judgement.points().foresight().of(matter.content(), ruling);
    var said = new Bases.Said(matter.course().auth(), would);
    var basis = Bases.of(matter.content(), ruling, tape, said);
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
    var view = matter.content().view(judgement.steering(), permit.target(), matter.id());
    var needs = Demands.of(matter.content().request());
    var chosen = judgement.planner().plan(permit, facts, view, needs);
    var planned = attempts.spread(chosen, matter.content());
    course.at(Stage.RESERVE);
    var budgets = matter.content().snapshot().allowances().budgets();
    try (var reservation =
        books.budgets().reserve(facts.principal(), planned, facts.traits(), budgets)) {
      var plan = reservation.plan(); // without what no budget affords
      course.at(Stage.RECORD);
      var resting =
          basis
              .reserving(reservation.reserved())
              .overlapping(Overlap.of(matter.content(), permit, reservation));
      var decided = // permit, candidates, money: one entry, one fsync
          course.decided(books.recorder().decided(matter.id(), facts, plan, resting));
      String bound = facts.traits().call().stream() ? "<=" : "";
      course.header(Head.LABELS, bound + matter.content().seen().text());
      var work =
          new Undertaking(matter.content(), plan, decided, reservation, matter.caller(), course);
      course.reserved(reservation);
      judgement.points().handover().settled(work);
      var answer = attempts.open(work); // mask, encode, sign, send; blocks to the first content
      var delivery = answer.relay().carry(); // bytes move on the loop; this thread parks
      attempts.carried(answer, delivery);
      course.carried(matter.caller(), books.closings().settle(work, answer, delivery));
      judgement.points().handover().observed(work, answer, judgement.points().foresight());
      matter.content().settle(delivery);
    }
  }

  private static void refuse(Caller caller, Course course, Fault fault) {
    course.stopped(fault);
    course.refuse(caller, fault);
  }

  /** Who asks, for front doors that answer from memory. */
  public Principal identify(Presented presented) {
    var principal = intake.authenticator().identify(presented);
    judgement.people().suspensions().confirm(principal);
    return principal;
  }

  /** Gives an agent of whoever asks a credential of its own; recorded before it is told. */
  public Delegations.Issued delegate(Presented presented, Delegations.Wish wish) {
    var asker = identify(presented);
    var limits = snapshots.get().allowances().limits();
    intake.rates().admit(asker, limits).close(); // an entry each: no more than it may ask at all
    var issued = intake.authenticator().delegations().issue(presented, wish);
    var chain = issued.principal().delegation().chain();
    var details =
        Map.of(
            "tenant", issued.principal().tenant(),
            "chain", String.join(" > ", chain),
            "models", String.join(" ", issued.principal().grants().models()),
            "expires", issued.expires().toString());
    String key = issued.principal().id();
    books.recorder().changed(new Change("delegation.issued", key, "", "", details));
    return issued;
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

  /** What labels content that no model is asked about, for front doors that offer it. */
  public Appraiser appraiser() {
    return new Appraiser(snapshots, intake, judgement.points().checks());
  }

  /** What is in force now. */
  public Snapshot snapshot() {
    return snapshots.get();
  }
}
