package io.sluice.pipeline;

import io.sluice.audit.Closing;
import io.sluice.limits.Notice;
import io.sluice.model.Account.Scope;
import io.sluice.route.ServedModels;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how exchanges ended, for metrics. Its words are from closed lists, so that it stays small.
 */
public final class Tallies {
  /** How an exchange ended: its kind, and the class of its fault or {@code none}. */
  public record Ending(String kind, String code) implements Comparable<Ending> {
    @Override
    public int compareTo(Ending other) {
      int first = kind.compareTo(other.kind);
      return first != 0 ? first : code.compareTo(other.code);
    }
  }

  private final ConcurrentHashMap<Ending, LongAdder> endings = new ConcurrentHashMap<>();

  /** What was told of budgets, and of whose. */
  public record Told(Notice.Kind kind, Scope scope) implements Comparable<Told> {
    @Override
    public int compareTo(Told other) {
      int first = kind.compareTo(other.kind);
      return first != 0 ? first : scope.compareTo(other.scope);
    }
  }

  private final ConcurrentHashMap<Told, LongAdder> told = new ConcurrentHashMap<>();

  /** Types of finding beyond these are counted together: operators name their own. */
  private static final int MOST_TYPES = 1_000;

  private static final String OTHERS = "(others)";

  /** A type of finding, or a content rule, and {@code in} for requests or {@code out}. */
  public record Met(String type, String direction) implements Comparable<Met> {
    @Override
    public int compareTo(Met other) {
      int first = type.compareTo(other.type);
      return first != 0 ? first : direction.compareTo(other.direction);
    }
  }

  private final ConcurrentHashMap<Met, LongAdder> met = new ConcurrentHashMap<>();
  private final LongAdder inputTokens = new LongAdder();
  private final LongAdder outputTokens = new LongAdder();
  private final LongAdder microDollars = new LongAdder();

  /** What all exchanges came to. Money in micro-dollars. */
  public record Sums(long inputTokens, long outputTokens, long microDollars) {}

  /** One exchange is over. */
  void ended(String kind, String code) {
    endings.computeIfAbsent(new Ending(kind, code), _ -> new LongAdder()).increment();
  }

  /** What one exchange used. */
  void used(Closing.Bill bill) {
    inputTokens.add(bill.usage().totalInput());
    outputTokens.add(bill.usage().output());
    microDollars.add(bill.cost().micros());
  }

  /** Something was found in the request or the answer of one exchange. */
  void met(String type, String direction) {
    var wanted = new Met(type, direction);
    boolean room = met.containsKey(wanted) || met.size() < MOST_TYPES;
    met.computeIfAbsent(room ? wanted : new Met(OTHERS, direction), _ -> new LongAdder())
        .increment();
  }

  /** In how many exchanges something was found, sorted. */
  public Map<Met, Long> met() {
    var all = new TreeMap<Met, Long>();
    met.forEach((one, count) -> all.put(one, count.sum()));
    return all;
  }

  /** Operators were told something of a budget. */
  void noticed(Notice.Kind kind, Scope scope) {
    told.computeIfAbsent(new Told(kind, scope), _ -> new LongAdder()).increment();
  }

  /** How often operators were told what of budgets, sorted. */
  public Map<Told, Long> told() {
    var all = new TreeMap<Told, Long>();
    told.forEach((one, count) -> all.put(one, count.sum()));
    return all;
  }

  private final ConcurrentHashMap<ServedModels.What, LongAdder> changes = new ConcurrentHashMap<>();

  /** A model may have changed. */
  void changed(ServedModels.What what) {
    changes.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /** How often a model may have changed in what, sorted. */
  public Map<ServedModels.What, Long> changes() {
    var all = new TreeMap<ServedModels.What, Long>();
    changes.forEach((one, count) -> all.put(one, count.sum()));
    return all;
  }

  /** How often each ending was, sorted. */
  public Map<Ending, Long> endings() {
    var all = new TreeMap<Ending, Long>();
    endings.forEach((ending, count) -> all.put(ending, count.sum()));
    return all;
  }

  /** What all exchanges came to. */
  public Sums sums() {
    return new Sums(inputTokens.sum(), outputTokens.sum(), microDollars.sum());
  }
}
