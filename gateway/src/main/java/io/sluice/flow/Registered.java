package io.sluice.flow;

import io.sluice.flow.Lineage.Party;
import io.sluice.flow.Lineage.Voice;
import io.sluice.flow.Registration.Kind;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Stop;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Content that operators registered, known again until they remove it. It never makes room: what
 * does not fit is refused. It says how confidential a text is, and nothing of how trustworthy.
 * Thread-safe.
 */
public final class Registered {
  /** Registrations that there may be. */
  public static final int MOST = 1_000;

  /** Fuller than so many percent nothing is added: what is there must never make room. */
  private static final int FULL_PERCENT = 70;

  private final LineageIndex index;
  private final LineageIndex cleared;
  private final Store store;
  private final Clock clock;
  private final ConcurrentSkipListMap<String, Registration> byId = new ConcurrentSkipListMap<>();
  private volatile Set<String> guarded = Set.of();

  /** Where the list of registrations outlives the process. */
  public interface Store {
    /** All that were kept. */
    List<Registration> all();

    /** Keeps these and no others; durable when it returns. */
    void keep(List<Registration> all);
  }

  /** Documents and tables in one index, what is cleared in another. */
  public record Indexes(LineageIndex known, LineageIndex cleared) {}

  /** What is in {@code indexes} under the names in {@code store}. */
  public Registered(Indexes indexes, Store store, Clock clock) {
    this.index = indexes.known().lasting();
    this.cleared = indexes.cleared().lasting();
    this.store = store;
    this.clock = clock;
    store.all().forEach(one -> byId.put(one.id(), one));
    if (index.anew() || cleared.anew()) {
      lose();
    }
    guard();
  }

  private void guard() {
    guarded =
        byId.values().stream()
            .filter(one -> one.kind() == Kind.CANARY)
            .map(Registration::tenant)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** An index that began anew has nothing of what is listed: that is said until it is back. */
  private void lose() {
    for (Registration one : List.copyOf(byId.values())) {
      LineageIndex of = one.kind() == Kind.CLEARING ? cleared : index;
      if (of.anew()) {
        byId.put(one.id(), one.with(-one.pieces()));
      }
    }
    if (!byId.isEmpty()) {
      store.keep(List.copyOf(byId.values()));
    }
  }

  /** Names of which nothing is known any more; they have to be registered again. */
  public List<String> lost() {
    return byId.values().stream()
        .filter(one -> one.pieces() == 0)
        .map(Registration::name)
        .sorted()
        .toList();
  }

  /** Every registration, by tenant and name. */
  public List<Registration> all() {
    return byId.values().stream()
        .sorted(Comparator.comparing(Registration::tenant).thenComparing(Registration::name))
        .toList();
  }

  /**
   * What is to be registered.
   *
   * @param label its level and categories
   */
  public record Draft(String tenant, String name, Kind kind, Label label) {}

  /**
   * Adds documents, or texts of what is cleared, under a name.
   *
   * @throws Stop CONFLICT if the name stands for something else, or there is no room
   */
  public synchronized Registration texts(Draft draft, List<String> texts) {
    Registration known = begun(draft);
    LineageIndex into = draft.kind() == Kind.CLEARING ? cleared : index;
    int number = known.pieces();
    room(into);
    for (String text : texts) {
      into.learn(new Party(draft.tenant(), ""), text, known.label(), known.origin(number++));
    }
    return kept(known.with(texts.size()));
  }

  /**
   * Adds rows of a table under a name.
   *
   * @throws Stop CONFLICT if the name stands for something else, or there is no room
   */
  public synchronized Registration rows(Draft draft, List<List<String>> rows) {
    Registration known = begun(draft);
    int number = known.pieces();
    room(index);
    for (List<String> row : rows) {
      index.row(draft.tenant(), row, known.label(), known.origin(number++));
    }
    return kept(known.with(rows.size()));
  }

  private Registration begun(Draft draft) {
    var label = draft.label().confidentiality();
    var fresh = new Registration(draft.tenant(), draft.name(), draft.kind(), label, 0, clock.now());
    Registration known = byId.getOrDefault(fresh.id(), fresh);
    if (known.kind() != fresh.kind() || !known.label().equals(label)) {
      throw Fault.of(
              Code.CONFLICT,
              "'%s' is registered as %s with another label or kind: remove it first"
                  .formatted(draft.name(), known.kind().word()))
          .stop();
    }
    if (byId.size() >= MOST && !byId.containsKey(fresh.id())) {
      throw Fault.of(Code.CONFLICT, "at most " + MOST + " names can be registered").stop();
    }
    return known;
  }

  private static void room(LineageIndex index) {
    if (index.fullPercent() >= FULL_PERCENT) {
      throw Fault.of(
              Code.CONFLICT,
              "there is no room for more: remove something, or raise flow.index.registered")
          .stop();
    }
  }

  private Registration kept(Registration now) {
    byId.put(now.id(), now);
    guard();
    store.keep(List.copyOf(byId.values()));
    return now;
  }

  /** Forgets what is registered under a name; empty: nothing is. */
  public synchronized Optional<Registration> remove(String tenant, String name) {
    var wanted = new Registration(tenant, name, Kind.DOCUMENTS, Label.BOTTOM, 0, clock.now());
    Registration gone = byId.remove(wanted.id());
    if (gone != null) {
      guard();
      store.keep(List.copyOf(byId.values()));
      LineageIndex from = gone.kind() == Kind.CLEARING ? cleared : index;
      boolean was = from.forget(gone.id());
      assert was || gone.pieces() == 0;
    }
    return Optional.ofNullable(gone);
  }

  /** What of a text is registered, in order, apart; its origins are names. */
  public List<Stretch> look(String tenant, String text) {
    if (byId.isEmpty()) {
      return List.of();
    }
    var marks = new Marks();
    var party = new Party(tenant, "");
    for (Stretch one : index.look(party, text, Voice.OPERATOR).stretches()) {
      if (!one.origins().stream().allMatch(this::canary)) {
        marks.add(named(one));
      }
    }
    if (byId.values().stream().anyMatch(one -> table(one, tenant))) {
      index.cells(tenant, text).forEach(one -> marks.add(named(one)));
    }
    return marks.isEmpty() ? List.of() : marks.apart();
  }

  /** True if the readers of something registered are named. */
  boolean limited() {
    return index.limited();
  }

  /** True if the tenant has canaries. */
  boolean guarded(String tenant) {
    return guarded.contains(tenant);
  }

  /** The names of the canaries that a text holds, sorted. */
  List<String> canaries(String tenant, String text) {
    if (!guarded(tenant)) {
      return List.of();
    }
    var names = new TreeSet<String>();
    for (Stretch one : index.look(new Party(tenant, ""), text, Voice.OPERATOR).stretches()) {
      for (Origin origin : one.origins()) {
        Registration from = byId.get(origin.exchange());
        if (from != null && canary(origin)) {
          names.add(from.name());
        }
      }
    }
    return List.copyOf(names);
  }

  private static boolean table(Registration one, String tenant) {
    return one.kind() == Kind.TABLE && one.tenant().equals(tenant);
  }

  private boolean canary(Origin origin) {
    Registration from = byId.get(origin.exchange());
    return from != null && from.kind() == Kind.CANARY;
  }

  private Stretch named(Stretch stretch) {
    var origins = new ArrayList<Origin>(stretch.origins().size());
    for (Origin origin : stretch.origins()) {
      Registration from = byId.get(origin.exchange());
      String piece = origin.segment().substring(origin.segment().indexOf(':') + 1);
      origins.add(
          from == null
              ? origin
              : new Origin("", Registration.ORIGIN + " " + from.name() + " #" + piece));
    }
    return new Stretch(stretch.span(), stretch.label(), origins);
  }

  /** True if what has that hash was registered as public; hashes are those of the tenant. */
  boolean clears(long hash) {
    return !byId.isEmpty() && cleared.knows(hash);
  }

  /** How full both indexes are, in percent of their entries. */
  public Map<String, Integer> full() {
    return Map.of("known", index.fullPercent(), "cleared", cleared.fullPercent());
  }
}
