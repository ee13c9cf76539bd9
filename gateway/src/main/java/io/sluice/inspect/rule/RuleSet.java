package io.sluice.inspect.rule;

import io.sluice.model.Finding;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rules that are ready to look through texts, together in one pass: terms in one automaton; of the
 * patterns only those that can begin with a character are asked there. Immutable.
 */
public final class RuleSet {
  /** No rule. */
  public static final RuleSet NONE = new RuleSet(List.of());

  /** The most states of all patterns together: bounds time and memory of one text. */
  public static final int MOST_STATES = 50_000;

  /** The most characters of all terms together. */
  public static final int MOST_TERM_CHARS = 2_000_000;

  private static final int ASCII = 128;

  private final List<String> names = new ArrayList<>();
  private final List<Expression> patterns = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>(); // by pattern, the number of its rule
  private final Map<String, List<String>> byFinding = new HashMap<>();
  private final Terms terms;
  private final int[][] beginning = new int[ASCII][];
  private final int[] beyond;
  private final long identity;

  private RuleSet(List<Sought> all) {
    var wanted = new ArrayList<Terms.Term>();
    for (Sought sought : all) {
      int rule = names.size();
      names.add(sought.rule());
      sought.terms().stream()
          .map(Folding::of)
          .forEach(term -> wanted.add(new Terms.Term(rule, term, sought.whole())));
      for (Expression pattern : sought.patterns()) {
        patterns.add(pattern);
        owners.add(rule);
      }
      for (String type : sought.findings()) {
        byFinding.computeIfAbsent(type, _ -> new ArrayList<>()).add(sought.rule());
      }
    }
    terms = new Terms(wanted);
    for (int c = 0; c < ASCII; c++) {
      int here = c;
      beginning[c] = numbers(pattern -> pattern.begins(here));
    }
    beyond = numbers(_ -> true);
    identity = identity(all);
  }

  /** Rules in one set; at most as much as the bounds above, which are the caller's to hold. */
  public static RuleSet of(List<Sought> all) {
    return all.isEmpty() ? NONE : new RuleSet(all);
  }

  private int[] numbers(Predicate<Expression> which) {
    var all = new ArrayList<Integer>();
    for (int i = 0; i < patterns.size(); i++) {
      if (which.test(patterns.get(i))) {
        all.add(i);
      }
    }
    return all.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Tells two sets apart, so that what was found by one is not taken for the other's. */
  private static long identity(List<Sought> all) {
    long hash = 0;
    for (Sought sought : all) {
      var sources = sought.patterns().stream().map(Expression::source).toList();
      var text = List.of(sought.rule(), sought.terms(), sought.whole(), sources, sought.findings());
      for (char c : text.toString().toCharArray()) {
        hash = (hash ^ c) * 0x100000001B3L;
        hash ^= hash >>> 29;
      }
    }
    return all.isEmpty() ? 0 : hash | 1;
  }

  /** True if there is no rule. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** Another number for another set; 0 for {@link #NONE}. */
  public long identity() {
    return identity;
  }

  /** The names of all rules. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The rules that want what detectors find of that type. */
  public List<String> wanting(String type) {
    return byFinding.getOrDefault(type, List.of());
  }

  /** True if a rule has terms or patterns: otherwise what detectors find is all there is. */
  public boolean looks() {
    return !terms.isEmpty() || !patterns.isEmpty();
  }

  /** Looks at one text while it comes. */
  public RuleStream stream() {
    return new RuleStream(this);
  }

  /**
   * What stands in a text, sorted by place; findings of one rule do not overlap.
   *
   * @param json whether it is JSON: its strings are looked at as they read, not as they are
   *     written; so is what begins like JSON
   * @param late asked from time to time: once true, there is no time left
   * @return null: there was no time for all of it
   */
  public @Nullable List<Finding> find(String text, boolean json, BooleanSupplier late) {
    if (!looks()) {
      return List.of();
    }
    var read = json || looksLikeJson(text) ? Unescaped.of(text) : Unescaped.plain(text);
    RuleStream stream = stream();
    var found = new ArrayList<Finding>();
    for (int from = 0; from < read.text().length(); from += RuleStream.BLOCK_CHARS) {
      if (late.getAsBoolean()) {
        return null;
      }
      int to = Math.min(read.text().length(), from + RuleStream.BLOCK_CHARS);
      found.addAll(stream.feed(read.text().substring(from, to)));
    }
    found.addAll(stream.end());
    return merged(found, read);
  }

  /** Tools mostly answer in JSON, which comes as a plain text. */
  private static boolean looksLikeJson(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[');
  }

  private static List<Finding> merged(List<Finding> found, Unescaped read) {
    var byRule = new HashMap<String, ArrayList<Finding>>();
    found.sort(Comparator.comparingInt(finding -> finding.span().start()));
    for (Finding one : found) {
      Span span = read.written(one.span());
      var own = byRule.computeIfAbsent(one.type(), _ -> new ArrayList<>());
      if (!own.isEmpty() && span.start() < own.getLast().span().end()) {
        Span last = own.removeLast().span();
        span = new Span(last.start(), Math.max(span.end(), last.end()));
      }
      own.add(new Finding(one.type(), span));
    }
    var all = new ArrayList<Finding>(found.size());
    byRule.values().forEach(all::addAll);
    all.sort(
        Comparator.comparingInt((Finding finding) -> finding.span().start())
            .thenComparing(Finding::type));
    return all;
  }

  /** Which of the rules that detectors serve are met, by what they found. */
  public List<Finding> by(List<Finding> findings) {
    if (byFinding.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<Finding>(0);
    for (Finding finding : findings) {
      for (String rule : wanting(finding.type())) {
        all.add(new Finding(rule, finding.span()));
      }
    }
    return all;
  }

  /** The types of finding that some rule wants, sorted. */
  public Set<String> wanted() {
    return new TreeSet<>(byFinding.keySet());
  }

  Terms terms() {
    return terms;
  }

  String name(int rule) {
    return names.get(rule);
  }

  int owner(int pattern) {
    return owners.get(pattern);
  }

  List<Expression> patterns() {
    return patterns;
  }

  /** The patterns that may begin with a code point. */
  int[] beginning(int c) {
    return c < ASCII ? beginning[c] : beyond;
  }
}
