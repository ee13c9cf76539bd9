package io.sluice.approval;

import io.sluice.approval.Approval.State;
import io.sluice.approval.Question.Kind;
import io.sluice.approval.Waiver.Ending;
import io.sluice.approval.Waiver.Life;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The register of waivers. A waiver is in force once somebody other than who asked for it approved,
 * until it expires or is revoked; what it may except is for the rules to say.
 */
public final class Waivers implements ApprovalWatch {
  private static final int MOST = 10_000;

  /**
   * What has ended stays so. Apart from this one's own lock, which those who approve may wait for.
   */
  private final Object ends = new Object();

  private final WaiverStore store;
  private final Approvals approvals;
  private final Steps steps;
  private final ConcurrentHashMap<String, Waiver> all = new ConcurrentHashMap<>();

  /** With what the store knows; asks through {@code approvals}. */
  public Waivers(WaiverStore store, Approvals approvals, Steps steps) {
    this.store = store;
    this.approvals = approvals;
    this.steps = steps;
    store.all().forEach(waiver -> all.put(waiver.id(), waiver));
    approvals.watch(this);
    for (Waiver waiver : all.values()) {
      if (waiver.life().approver().isEmpty()) {
        approvals.known(waiver.life().approval()).ifPresent(this::closed); // a crash lay between
      }
    }
  }

  /** A waiver that somebody wants. */
  public record Wish(
      String rule, Waiver.Scope scope, Waiver.Grounds grounds, String asker, Instant expires) {}

  /**
   * Asks for one; it is in force when somebody else approves.
   *
   * @throws io.sluice.model.Stop POLICY_DENIED if nobody could approve
   */
  public synchronized Waiver create(String id, Wish wish, Instant now) {
    if (all.size() >= MOST) {
      throw Fault.of(Code.CONFLICT, "there are " + MOST + " waivers already").stop();
    }
    String approval = approvals.open(question(id, wish));
    var life = new Life(wish.asker(), now, wish.expires(), approval, "");
    var waiver = new Waiver(id, wish.rule(), wish.scope(), wish.grounds(), life, null);
    keep("waiver.requested", wish.asker(), waiver);
    closed(approvals.find(approval)); // somebody may have been quick
    return all.getOrDefault(id, waiver);
  }

  private static Question question(String id, Wish wish) {
    var shown = new LinkedHashMap<String, String>();
    shown.put("waiver", id);
    shown.put("rule", wish.rule());
    shown.put("reason", wish.grounds().reason());
    shown.put("ticket", wish.grounds().ticket());
    scope(wish.scope(), shown);
    shown.put("waived until", wish.expires().toString());
    return new Question(
        Kind.CHANGE,
        Asker.operator(wish.asker()),
        Binding.change("waiver", id),
        List.of(wish.rule()),
        Question.Scope.NOTHING,
        shown);
  }

  private static void scope(Waiver.Scope scope, Map<String, String> into) {
    into.put("tenant", or(scope.tenant()));
    into.put("key", or(scope.key()));
    into.put("team", or(scope.team()));
    into.put("resource", or(scope.resource()));
    into.put("purpose", or(scope.purpose()));
  }

  private static String or(String text) {
    return text.isEmpty() ? "any" : text;
  }

  @Override
  public void closed(Approval approval) {
    Approval.Closing how = approval.closing();
    if (how == null || how.state() != State.GRANTED) {
      return;
    }
    for (Waiver waiver : all.values()) {
      boolean waits = waiver.ending() == null && waiver.life().approver().isEmpty();
      if (waits && waiver.life().approval().equals(approval.id())) {
        keep("waiver.granted", how.by(), approved(waiver, how.by()));
      }
    }
  }

  private static Waiver approved(Waiver waiver, String by) {
    return new Waiver(
        waiver.id(),
        waiver.rule(),
        waiver.scope(),
        waiver.grounds(),
        waiver.life().approvedBy(by),
        null);
  }

  /**
   * Ends one at once.
   *
   * @throws io.sluice.model.Stop {@code not_found}, {@code conflict} if it has ended
   */
  public synchronized void revoke(String id, String by, Instant now) {
    Waiver waiver = all.get(id);
    if (waiver == null) {
      throw Fault.of(Code.NOT_FOUND, "there is no waiver of that id").stop();
    }
    if (waiver.ending() != null) {
      throw Fault.of(Code.CONFLICT, "this waiver was revoked before").stop();
    }
    var ended =
        new Waiver(
            id,
            waiver.rule(),
            waiver.scope(),
            waiver.grounds(),
            waiver.life(),
            new Ending(by, now));
    synchronized (ends) {
      all.put(id, ended); // before waiting for the record
    }
    keep("waiver.revoked", by, ended);
  }

  private void keep(String step, String by, Waiver waiver) {
    var details = new LinkedHashMap<String, String>();
    details.put("waiver", waiver.id());
    details.put("rule", waiver.rule());
    details.put("approval", waiver.life().approval());
    details.put("asker", waiver.life().asker());
    details.put("expires", waiver.life().expires().toString());
    details.put("reason", waiver.grounds().reason());
    details.put("ticket", waiver.grounds().ticket());
    scope(waiver.scope(), details);
    steps.step(step, by, details);
    synchronized (ends) {
      Waiver now = all.get(waiver.id());
      boolean over = now != null && now.ending() != null && waiver.ending() == null;
      if (!over) { // revoked while this was written down
        store.put(waiver);
        all.put(waiver.id(), waiver);
      }
    }
  }

  /** What is in force for this caller at {@code now}, as facts name it, sorted. */
  public List<String> inForce(Principal principal, String purpose, Instant now) {
    if (all.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<String>();
    for (Waiver waiver : all.values()) {
      if (waiver.state(now) == Waiver.State.ACTIVE && waiver.scope().covers(principal, purpose)) {
        found.add(waiver.text());
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** All of them, those that end soonest first. */
  public List<Waiver> list() {
    return all.values().stream()
        .sorted(Comparator.comparing((Waiver waiver) -> waiver.life().expires()))
        .toList();
  }
}
