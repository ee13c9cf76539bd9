package io.sluice.approval;

import io.sluice.approval.Suspension.Kind;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Principal;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The kill switch: what operators have suspended is used by nobody, from the very next look on. It
 * only ever takes away. Pure memory over a store.
 */
public final class Suspensions {
  /** The rule that verdicts name. */
  public static final String RULE = "suspended";

  private record Name(Kind kind, String name) {}

  private final SuspensionStore store;
  private final ConcurrentHashMap<Name, Suspension> all = new ConcurrentHashMap<>();

  /** With what the store knows. */
  public Suspensions(SuspensionStore store) {
    this.store = store;
    store.all().forEach(one -> all.put(name(one), one));
  }

  /** Suspends: first in memory, so that it holds even if the store fails; then for good. */
  public void suspend(Suspension suspension) {
    all.put(name(suspension), suspension);
    store.put(suspension);
  }

  /** Lets it be used again; false if it was not suspended. */
  public boolean resume(Kind kind, String name) {
    if (!all.containsKey(new Name(kind, name))) {
      return false;
    }
    store.remove(kind, name);
    return all.remove(new Name(kind, name)) != null;
  }

  private static Name name(Suspension suspension) {
    return new Name(suspension.kind(), suspension.name());
  }

  /** All in force, by kind and name. */
  public List<Suspension> list() {
    return all.values().stream()
        .sorted(Comparator.comparing(Suspension::kind).thenComparing(Suspension::name))
        .toList();
  }

  /** The suspension of a provider, or of a model by {@code provider/id}. */
  public Optional<Suspension> of(ModelRef model) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return find(Kind.PROVIDER, model.provider()).or(() -> find(Kind.MODEL, model.text()));
  }

  /** The suspension of a key, or of the application it belongs to. */
  public Optional<Suspension> of(Principal principal) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String app = principal.affiliation().app();
    return find(Kind.KEY, principal.id())
        .or(() -> find(Kind.APP, app))
        .or(() -> find(Kind.APP, principal.tenant() + "/" + app));
  }

  /**
   * Goes on only if neither the key nor its application is suspended.
   *
   * @throws io.sluice.model.Stop POLICY_DENIED
   */
  public void confirm(Principal principal) {
    Optional<Suspension> suspended = of(principal);
    if (suspended.isPresent()) {
      throw fault(suspended.get()).stop();
    }
  }

  /** The suspension of exactly that. */
  public Optional<Suspension> find(Kind kind, String name) {
    return Optional.ofNullable(all.get(new Name(kind, name)));
  }

  /** What a caller is told. */
  public static Fault fault(Suspension suspension) {
    String message =
        suspension.kind() == Kind.KEY
            ? "this key is suspended by an operator"
            : words(suspension) + " is suspended by an operator";
    return Fault.of(Code.POLICY_DENIED, message).naming(List.of(RULE));
  }

  private static String words(Suspension suspension) {
    String kind =
        switch (suspension.kind()) {
          case PROVIDER -> "provider";
          case MODEL -> "model";
          case APP -> "application";
          case KEY -> "key";
        };
    return kind + " '" + suspension.name() + "'";
  }

  /** {@code decision} without what is suspended; the same if nothing of it is. */
  Decision strike(Decision decision, Facts facts) {
    if (all.isEmpty()) {
      return decision;
    }
    Optional<Suspension> who = of(facts.principal());
    return switch (decision) {
      case Deny deny -> deny;
      case Permit permit ->
          who.isPresent()
              ? new Deny(fault(who.get()), struck(permit.verdicts(), who.get()))
              : left(permit);
      case Hold hold -> {
        if (who.isPresent()) {
          yield new Deny(fault(who.get()), struck(hold.verdicts(), who.get()));
        }
        yield left(hold);
      }
    };
  }

  private static List<Verdict> struck(List<Verdict> verdicts, Suspension why) {
    return verdicts.stream().map(verdict -> struck(verdict, why)).toList();
  }

  private static Verdict struck(Verdict verdict, Suspension why) {
    String reason = words(why) + " is suspended by an operator";
    return Verdict.no(verdict.candidate(), List.of(RULE), reason);
  }

  /** What is left of {@code hold}: nothing that is suspended may be approved of. */
  private Decision left(Hold hold) {
    var verdicts = new ArrayList<Verdict>();
    for (Verdict verdict : hold.verdicts()) {
      Optional<Suspension> suspended =
          verdict.approvable() ? of(verdict.candidate().ref()) : Optional.empty();
      verdicts.add(suspended.map(one -> struck(verdict, one)).orElse(verdict));
    }
    var left = new Hold(hold.approval(), hold.fault(), hold.target(), verdicts);
    return left.approvable().isEmpty() ? denied(verdicts) : left;
  }

  /** What is left of {@code permit}. */
  private Decision left(Permit permit) {
    var verdicts = new ArrayList<Verdict>();
    boolean any = false;
    for (Verdict verdict : permit.verdicts()) {
      Optional<Suspension> suspended =
          verdict.allowed() ? of(verdict.candidate().ref()) : Optional.empty();
      Verdict now = suspended.map(one -> struck(verdict, one)).orElse(verdict);
      any |= now.allowed();
      verdicts.add(now);
    }
    if (verdicts.equals(permit.verdicts())) {
      return permit;
    }
    return any ? new Permit(permit.target(), verdicts, permit.approval()) : denied(verdicts);
  }

  private static Deny denied(List<Verdict> verdicts) {
    String why =
        verdicts.stream()
            .filter(verdict -> verdict.rules().contains(RULE))
            .map(Verdict::reason)
            .distinct()
            .collect(Collectors.joining("; "));
    var fault =
        Fault.of(Code.POLICY_DENIED, "policy leaves no model for this request: " + why)
            .naming(List.of(RULE));
    return new Deny(fault, verdicts);
  }
}
