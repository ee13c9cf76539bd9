package io.sluice.pipeline;

import io.sluice.audit.Arrival;
import io.sluice.audit.Closing;
import io.sluice.audit.Decided;
import io.sluice.audit.Kept;
import io.sluice.audit.Receipt;
import io.sluice.audit.Recorded;
import io.sluice.audit.Recorder;
import io.sluice.audit.Refusal;
import io.sluice.audit.Tape;
import io.sluice.limits.Draw;
import io.sluice.limits.Flights;
import io.sluice.limits.Reservation;
import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Headers.Header;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far one exchange came: what its closing entry is made of, whatever ends it. Confined to the
 * story's thread.
 */
final class Course {
  private final Received received;
  private final long since;
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final List<Header> headers = new ArrayList<>(4);
  private Refusal.Stage stage = Refusal.Stage.ADMIT;
  private @Nullable Principal principal;
  private @Nullable Facts facts;
  private @Nullable Tape tape;
  private @Nullable Recorded recorded;
  private boolean receipted;
  private @Nullable Reservation reservation;
  private Flights.Flight flight = Flights.Flight.NONE;
  private @Nullable Draw draw;
  private @Nullable Fault limited;
  private @Nullable Verdict soonest;
  private @Nullable Answer last;
  private @Nullable Fault fault;
  private @Nullable Fault awaited;
  private Underway.@Nullable Presence presence;
  private @Nullable Ended ended;

  Course(Received received, Clock clock) {
    this.received = received;
    this.since = clock.nanos();
  }

  /** When it began, on {@link Clock#nanos()}. */
  long since() {
    return since;
  }

  /** Says no to the caller, in its own format, unless an answer has begun. */
  void refuse(Caller caller, Fault why) {
    Refusals.say(caller, new Refusals.Voice(received.codec(), received.id(), headers), why);
  }

  /** The status by which the caller's format says {@code why}. */
  int shown(Fault why) {
    return received.codec().status(why);
  }

  /** Names what is being done, should it fail. */
  void at(Refusal.Stage now) {
    stage = now;
  }

  /** Knows who asks. */
  Principal asked(Principal who) {
    principal = who;
    return who;
  }

  /** How the caller proved who it is. */
  String auth() {
    if (received.presented().signed().isPresent()) {
      return Arrival.SIGNATURE;
    }
    boolean agent = principal != null && !principal.delegation().chain().isEmpty();
    return agent ? Arrival.DELEGATION : Arrival.KEY;
  }

  /** Takes the idempotency key, where the caller gave one. */
  void flies(Flights flights, Principal who) {
    flight = flights.begin(who, received.header("idempotency-key"), received.id());
  }

  /** Knows what policy is asked. */
  Facts stated(Facts all) {
    facts = all;
    return all;
  }

  /** What stands in the request; nothing before policy is asked. */
  List<Exposure.Found> found() {
    return facts == null ? List.of() : facts.exposure().found();
  }

  /** The content is taken down from now on. */
  Tape taped(Tape now) {
    tape = now;
    return now;
  }

  /** What the content is taken down on; there is one once it is decided. */
  Tape tape() {
    return Objects.requireNonNull(tape, "nothing is sent that is not taken down");
  }

  /** The decision is in the record: from now on there must be one closing entry. */
  <R extends Recorded> R decided(R now) {
    recorded = now;
    if (!(now instanceof Decided decided && decided.overlapped())) {
      receipt(now);
    }
    return now;
  }

  /** Waits until the decision is durable: every answer carries its receipt. */
  Receipt receipt(Recorded now) {
    Receipt receipt = now.receipt();
    header("x-sluice-receipt", receipt.text());
    receipted = true;
    return receipt;
  }

  /** Whether the decision is known to be durable. */
  boolean receipted() {
    return receipted;
  }

  /** Money was set aside. */
  void reserved(Reservation held) {
    reservation = held;
  }

  /** What was charged in the end. */
  Money charged() {
    return reservation == null ? Money.ZERO : reservation.charged();
  }

  /** What each of its accounts was charged. */
  List<Long> charges() {
    return reservation == null ? List.of() : reservation.charges();
  }

  /** A header every answer to this exchange carries, refusals included. */
  void header(String name, String value) {
    headers.add(new Header(name, value));
  }

  List<Header> headers() {
    return headers;
  }

  /** The attempt that follows takes so much of limits. */
  void drew(Draw now) {
    draw = now;
  }

  /** A candidate is passed over because of a limit; the soonest one is what the caller is told. */
  void limited(Verdict who, Fault why) {
    Fault before = limited;
    if (before == null || sooner(why, before)) {
      limited = why;
      soonest = why.code() == Code.UPSTREAM_RATE_LIMITED ? who : null;
    }
  }

  /** Who can be asked soonest, if its provider's limit is what stands in the way; null: nobody. */
  @Nullable Verdict soonest() {
    return soonest;
  }

  /** Why a candidate was passed over for a limit; null: none was. */
  @Nullable Fault limited() {
    return limited;
  }

  private static boolean sooner(Fault one, Fault other) {
    return Objects.requireNonNullElse(one.retryAfter(), Duration.ZERO)
            .compareTo(Objects.requireNonNullElse(other.retryAfter(), Duration.ZERO))
        < 0;
  }

  private void drawn(Usage used) {
    if (draw != null) {
      draw.used(used.totalInput(), used.output());
    }
  }

  /** One more attempt has left. */
  Answer begun(Answer answer) {
    last = answer;
    return answer;
  }

  /** No attempt follows the last one: a caller who has the head already gets no other refusal. */
  void giveUp(Fault why) {
    if (headSent()) {
      Objects.requireNonNull(last).relay().giveUp(why);
    }
  }

  /** True if status and headers went out before there was content. */
  boolean headSent() {
    return last != null && last.committed();
  }

  /** One more attempt is over. */
  void attempted(Attempt attempt) {
    attempts.add(attempt);
    drawn(attempt.usage());
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /** It can be found by what it uses. */
  Underway.Presence present(Underway.Presence now) {
    presence = now;
    return now;
  }

  /** It is about to be sent there. */
  void using(ModelRef model) {
    Objects.requireNonNull(presence, "nothing is sent for nobody").using(model);
  }

  /** A person could let it go on. */
  void awaits(Fault approval) {
    awaited = approval;
  }

  /**
   * What it ends with where nothing else is left to try: {@code last}, or a person is waited for.
   */
  Fault leftWith(Fault last) {
    return awaited == null ? last : awaited;
  }

  /** It ended before an answer was carried. */
  void stopped(Fault why) {
    fault = why;
  }

  /** An answer was carried, well or badly; one that policy stopped unsaid is a refusal. */
  void carried(Caller caller, Ended how) {
    ended = how;
    Fault why = how.delivery().fault();
    if (why != null && how.unsaid()) {
      refuse(caller, why);
    }
  }

  /** The decision that let it leave, on the disk; null: none did. */
  @Nullable Decided permitted() {
    return recorded instanceof Decided decided ? decided : null;
  }

  /** Whose answer was carried; null: none was. */
  @Nullable Candidate answeredBy() {
    return ended == null ? null : ended.answer().verdict().candidate();
  }

  /** Writes the closing entry, or the refusal entry of an exchange that was never decided. */
  void close(Recorder recorder, Closings closings) {
    flight.over(ended != null && ended.delivery().end() == Delivery.End.COMPLETE);
    drawn(ended == null ? Usage.NONE : ended.report().usage());
    Recorded open = recorded;
    if (open != null) {
      Kept kept = tape == null ? Kept.NOTHING : tape.close();
      var closing = closings.of(this, fault, ended).keeping(kept);
      recorder.closed(open, closing);
      closings.tell(line(closing));
      Notices.tell(received.id(), reservation, recorder, closings);
      Notices.tell(received.id(), ended, recorder, closings);
    } else {
      Fault why = fault == null ? Closings.UNKNOWN : fault;
      closings.refused(why);
      recorder.refused(new Refusal(received.id(), stage, why, source(), facts));
      var closing = Closing.refused(why.status(shown(why)), closings.since(since));
      closings.tell(line(closing));
    }
  }

  private ExchangeLog.Line line(Closing closing) {
    var who =
        principal == null
            ? new ExchangeLog.Who("", "")
            : new ExchangeLog.Who(principal.tenant(), principal.id());
    var result = closing.result();
    var served = closing.served();
    var where =
        new ExchangeLog.Where(
            received.codec().name(),
            facts == null ? "" : facts.traits().call().model(),
            served == null ? "" : served.candidate().ref().text(),
            facts == null ? "" : facts.exposure().label().level().word());
    String code = result.fault() == null ? "none" : result.fault().code().word();
    var spent = new ExchangeLog.Spent(closing.timing().took(), closing.bill());
    return new ExchangeLog.Line(
        received.id(), who, where, result.kind(), code, result.status(), spent);
  }

  private String source() {
    return principal == null ? received.line().source() : principal.id();
  }
}
