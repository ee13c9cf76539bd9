package io.sluice.approval;

import io.sluice.approval.Approval.Closing;
import io.sluice.approval.Approval.State;
import io.sluice.approval.Question.Kind;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Questions to people: asked once, answered by somebody else than the asker, and looked up when the
 * same comes again. Durable and recorded, step by step. Only what is held comes here.
 */
public final class Approvals {
  private final Ports ports;
  private final Supplier<ApprovalSettings> settings;
  private final Supplier<String> ids;
  private final Clock clock;
  private final Map<String, Approval> live = new LinkedHashMap<>();
  private final List<ApprovalWatch> watches = new CopyOnWriteArrayList<>();

  /** What approvals stand on. */
  public record Ports(ApprovalStore store, Approvers approvers, Steps steps, Notice notice) {}

  /** With what the store knows to be open or in force. */
  public Approvals(
      Ports ports, Supplier<ApprovalSettings> settings, Supplier<String> ids, Clock clock) {
    this.ports = ports;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
    for (Approval approval : ports.store().live(clock.now())) {
      live.put(approval.id(), approval);
    }
  }

  /** Tells {@code watch} from now on. */
  public void watch(ApprovalWatch watch) {
    watches.add(watch);
  }

  /**
   * The decision itself, unless it is a Hold: that is a Permit where it was approved, a Hold with
   * the id to ask for where it waits, and a Deny where nobody could or would approve.
   *
   * @param binding see {@link Binding#request}
   */
  public Decision settle(Decision decision, Facts facts, Supplier<String> binding) {
    if (!(decision instanceof Hold hold)) {
      return decision;
    }
    return switch (ask(Showing.question(hold, facts, binding.get()))) {
      case Standing.Granted(Approval approval) -> Showing.permit(hold, approval);
      case Standing.Waiting(String id) ->
          new Hold(id, fault(id, hold.fault().details()), hold.target(), hold.verdicts());
      case Standing.Refused(String reason) ->
          new Deny(
              Fault.of(Code.POLICY_DENIED, reason).naming(hold.fault().details()), hold.verdicts());
    };
  }

  /** What a caller is told who has to wait for {@code id}: the id first, then the rules. */
  public static Fault fault(String id, List<String> rules) {
    var details = new ArrayList<String>();
    details.add(id);
    details.addAll(rules);
    return Fault.of(Code.APPROVAL_REQUIRED, "a person must approve this first: approval " + id)
        .naming(details);
  }

  /** How {@code question} stands; asked now, if it was not before. */
  public synchronized Standing ask(Question question) {
    Instant now = now();
    Approval denied = null;
    for (Approval approval : live.values()) {
      if (approval.live(now) && approval.question().covers(question)) {
        switch (approval.state(now)) {
          case GRANTED -> {
            return new Standing.Granted(approval);
          }
          case PENDING -> {
            return new Standing.Waiting(approval.id());
          }
          case DENIED -> denied = approval;
          case EXPIRED, USED -> {}
        }
      }
    }
    if (denied != null) {
      return new Standing.Refused("an approval of this was denied: approval " + denied.id());
    }
    return open(question, now);
  }

  /**
   * Asks {@code question}, or finds it asked; the id to ask for.
   *
   * @throws io.sluice.model.Stop POLICY_DENIED if nobody could or would approve
   */
  public String open(Question question) {
    return switch (ask(question)) {
      case Standing.Granted(Approval approval) -> approval.id();
      case Standing.Waiting(String id) -> id;
      case Standing.Refused(String reason) ->
          throw Fault.of(Code.POLICY_DENIED, reason).naming(question.rules()).stop();
    };
  }

  /** The approval in force for {@code binding}; for questions whose binding says it all. */
  public synchronized Optional<Approval> granted(String binding) {
    Instant now = now();
    return live.values().stream()
        .filter(approval -> approval.question().binding().equals(binding))
        .filter(approval -> approval.state(now) == State.GRANTED && approval.live(now))
        .findFirst();
  }

  /** The approval that waits for {@code binding}; for questions whose binding says it all. */
  public synchronized Optional<Approval> waiting(String binding) {
    Instant now = now();
    return live.values().stream()
        .filter(approval -> approval.question().binding().equals(binding))
        .filter(approval -> approval.state(now) == State.PENDING)
        .findFirst();
  }

  /** Uses up an approval that is good for once; false if it is not in force (any more). */
  public synchronized boolean use(String id) {
    Instant now = now();
    Approval approval = live.get(id);
    if (approval == null || approval.state(now) != State.GRANTED || !approval.live(now)) {
      return false;
    }
    close(approval, new Closing(State.USED, "gateway", "", now, now));
    return true;
  }

  private Standing open(Question question, Instant now) {
    if (!ports.approvers().anyFor(question.asker())) {
      return new Standing.Refused(
          "this needs an approval, and nobody could give it: none whom approvals.approvers names is"
              + " an operator other than the asker");
    }
    long waiting = pending(now).count();
    long ofThis = pending(now).filter(one -> sameAsker(one, question)).count();
    if (waiting >= ApprovalSettings.MOST_PENDING || ofThis >= ApprovalSettings.MOST_OF_ONE) {
      return new Standing.Refused("this needs an approval, and too many wait for one already");
    }
    Instant expires = now.plus(settings.get().pending());
    var approval = new Approval(ids.get(), question, now, expires, null);
    ports.store().put(approval);
    ports.steps().step("approval.opened", question.asker().principal(), Showing.step(approval));
    live.put(approval.id(), approval);
    ports.notice().arrived(approval);
    return new Standing.Waiting(approval.id());
  }

  private Stream<Approval> pending(Instant now) {
    return live.values().stream().filter(one -> one.state(now) == State.PENDING);
  }

  private static boolean sameAsker(Approval one, Question question) {
    return one.question().asker().equals(question.asker());
  }

  /**
   * Grants an approval.
   *
   * @param window for how long, of a fallback; null: the usual
   * @throws io.sluice.model.Stop {@code not_found}, {@code conflict} if it does not wait, {@code
   *     forbidden} if this operator may not
   */
  public synchronized Approval approve(String id, String operator, @Nullable Duration window) {
    Approval approval = answerable(id, operator);
    Instant now = now();
    Instant until = now.plus(good(approval.question().kind(), window));
    return close(approval, new Closing(State.GRANTED, operator, "", now, until));
  }

  /** Denies an approval; the same question is answered so until it would have run out. */
  public synchronized Approval deny(String id, String operator, String reason) {
    Approval approval = answerable(id, operator);
    var how = new Closing(State.DENIED, operator, reason, now(), approval.expires());
    return close(approval, how);
  }

  private Duration good(Kind kind, @Nullable Duration window) {
    boolean fitting =
        window == null
            || (kind == Kind.FALLBACK
                && window.isPositive()
                && window.compareTo(ApprovalSettings.LONGEST_WINDOW) <= 0);
    if (!fitting) {
      throw Fault.of(
              Code.INVALID_REQUEST, "only a fallback is approved for a time, of at most 24 hours")
          .stop();
    }
    return switch (kind) {
      case REQUEST -> settings.get().pending();
      case ANSWER, CHANGE -> ApprovalSettings.RELEASE;
      case FALLBACK -> window == null ? ApprovalSettings.WINDOW : window;
    };
  }

  private Approval answerable(String id, String operator) {
    Approval approval = find(id);
    if (approval.state(now()) != State.PENDING) {
      throw Fault.of(Code.CONFLICT, "this approval does not wait any more").stop();
    }
    Optional<String> objection = ports.approvers().objection(operator, approval.question().asker());
    if (objection.isPresent()) {
      throw Fault.of(Code.FORBIDDEN, objection.get()).stop();
    }
    return approval;
  }

  /**
   * The approval of that id, closed or not.
   *
   * @throws io.sluice.model.Stop {@code not_found}
   */
  public Approval find(String id) {
    return known(id)
        .orElseThrow(() -> Fault.of(Code.NOT_FOUND, "there is no approval of that id").stop());
  }

  /** The same; empty if there is none. */
  public synchronized Optional<Approval> known(String id) {
    Approval known = live.get(id);
    return known != null ? Optional.of(known) : ports.store().find(id);
  }

  /** The last {@code limit} that were opened, newest first. */
  public List<Approval> list(int limit) {
    return ports.store().newest(limit);
  }

  /** How many wait. */
  public synchronized int waiting() {
    return (int) pending(now()).count();
  }

  /** Closes what nobody answered in time; to be called every second or so. */
  public synchronized void tick() {
    Instant now = now();
    for (Approval approval : List.copyOf(live.values())) {
      if (approval.closing() == null && approval.state(now) == State.EXPIRED) {
        close(approval, new Closing(State.EXPIRED, "gateway", "", now, now));
      } else if (!approval.live(now)) {
        live.remove(approval.id());
      }
    }
  }

  private Approval close(Approval approval, Closing how) {
    Approval closed = approval.closed(how);
    String type = "approval." + how.state().name().toLowerCase(Locale.ROOT);
    ports.steps().step(type, how.by(), Showing.step(closed));
    ports.store().put(closed);
    live.put(closed.id(), closed);
    if (!closed.live(how.at())) {
      live.remove(closed.id());
    }
    watches.forEach(watch -> watch.closed(closed));
    return closed;
  }

  private Instant now() {
    return clock.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
