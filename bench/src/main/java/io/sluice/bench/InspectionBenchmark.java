package io.sluice.bench;

import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.inspect.StreamScan;
import io.sluice.inspect.rule.Expression;
import io.sluice.inspect.rule.ExpressionException;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.inspect.rule.Sought;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What looking at 4 KB of new text costs, layer by layer: divide by 4 for a kilobyte. Budget: 20 us
 * for the detectors of values, 20 us for the content rules, 60 us a kilobyte for the judge of
 * injections.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class InspectionBenchmark {
  private static final int CHARS = 4_096;
  private static final int PIECE_CHARS = 16;
  private static final int TERMS = 1_000;

  /** What kind of text it is. */
  @Param({"prose", "json", "code"})
  public String kind = "prose";

  private final Inspector inspector = new Inspector(InspectSettings.DEFAULT);
  private final RuleSet rules = rules();

  private String text() {
    return switch (kind) {
      case "json" ->
          filled(
              "{\"id\": 4711, \"name\": \"Ann Lee\", \"mail\": \"ann.lee@firm.example\", \"open\":"
                  + " true, \"items\": [12.5, 7, 3], \"note\": \"call back on Monday after"
                  + " nine\"},\n");
      case "code" ->
          filled(
              """
                for (int i = 0; i < rows.length; i++) {
                  total += rows[i].price * rates.get(key);
                  if (total > LIMIT) { throw new IllegalStateException("limit"); }
                }
              """);
      default ->
          filled(
              "The report of the third quarter was sent to the board on Tuesday, and most of what"
                  + " it says was known before: orders in the north are late, prices are not. ");
    };
  }

  private static String filled(String unit) {
    return unit.repeat(CHARS / unit.length() + 1).substring(0, CHARS);
  }

  private static RuleSet rules() {
    var all = new ArrayList<Sought>();
    for (int i = 0; i < TERMS; i++) {
      all.add(new Sought("term-" + i, List.of("codename " + i), true, List.of(), List.of()));
    }
    try {
      for (String pattern :
          List.of("PRJ-\\d{4,8}\\b", "(?i)top secret", "[A-Z]{2}\\d{6}", "\\bcase no\\. \\d+")) {
        var one = List.of(Expression.of(pattern));
        all.add(new Sought("pattern-" + all.size(), List.of(), true, one, List.of()));
      }
    } catch (ExpressionException e) {
      throw new IllegalStateException(e);
    }
    return RuleSet.of(all);
  }

  /** Personal data, secrets, source code: one pass of all detectors. */
  @Benchmark
  public Findings values() {
    return inspector.scan(text());
  }

  /** The same where values have names. */
  @Benchmark
  public Findings valuesInJson() {
    return inspector.scanJson(text());
  }

  /** The same while the text streams, 16 characters at a time. */
  @Benchmark
  public List<Finding> valuesInStream() {
    String text = text();
    StreamScan scan = inspector.stream();
    var found = new ArrayList<Finding>();
    for (int from = 0; from < text.length(); from += PIECE_CHARS) {
      found.addAll(scan.feed(text.substring(from, Math.min(text.length(), from + PIECE_CHARS))));
    }
    found.addAll(scan.end());
    return found;
  }

  /** Whether it wants to give a model orders. */
  @Benchmark
  public Optional<List<Span>> orders() {
    return inspector.orders(text());
  }

  /** A thousand terms and four patterns of an operator. */
  @Benchmark
  public @Nullable List<Finding> contentRules() {
    return rules.find(text(), false, () -> false);
  }
}
