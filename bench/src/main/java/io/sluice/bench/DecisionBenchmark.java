package io.sluice.bench;

import io.sluice.audit.Decided;
import io.sluice.audit.EntryLog;
import io.sluice.audit.Recorder;
import io.sluice.flow.Declared;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Labeller;
import io.sluice.flow.Lineage;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.Tracer;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.limits.BudgetFold;
import io.sluice.limits.BudgetSettings;
import io.sluice.limits.Budgets;
import io.sluice.model.Bytes;
import io.sluice.model.Charge;
import io.sluice.model.Decision;
import io.sluice.model.ExchangeId;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Findings;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Request;
import io.sluice.model.Target;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.policy.SourceFile;
import io.sluice.route.Planner;
import io.sluice.route.RouteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The parts that decide, plan, count money and write it all down. Budgets: a remembered decision
 * with the label and the reservation 3 us, an entry 4 us, a plan over 50 candidates 20 us, a
 * decision never made before 300 us, with fifty rules more 1 ms.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class DecisionBenchmark {
  private static final int CANDIDATES = 50;
  private final Policy policy = new Policy();
  private final Planner planner = new Planner();
  private final Labeller labeller = new Labeller(FlowSettings.DEFAULT);
  private final Tracer tracer = new Tracer(FlowSettings.DEFAULT, ToolPolicies.NONE, Lineage.NONE);
  private final Budgets budgets =
      new Budgets(BudgetSettings.DEFAULT, Scene.CLOCK, BudgetFold.empty());
  private final Recorder recorder = new Recorder(new Nowhere(), "bench", Scene.CLOCK);
  private final Request request = Sample.request();
  private final Findings findings = new Inspector(InspectSettings.DEFAULT).inspect(request);
  private final Facts facts = Sample.facts(request, "k1");
  private final Target one = Sample.target(1);
  private final Target many = Sample.target(CANDIDATES);
  private final Rules rules;
  private final Rules more;
  private final Permit permit;
  private final Permit wide;
  private final Plan plan;
  private long number;

  /** With the starter bundle. */
  public DecisionBenchmark() {
    try {
      rules = Rules.of(Bundle.starter(), RulesSettings.PLAIN);
      more = Rules.of(fiftyMore(), RulesSettings.PLAIN);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
    permit = (Permit) policy.decide(facts, one, rules);
    wide = (Permit) policy.decide(facts, many, rules);
    plan = planner.plan(permit, facts, RouteView.ALL_UP);
  }

  /** A decision that was made before. */
  @Benchmark
  public Decision decideAgain() {
    return policy.decide(facts, one, rules);
  }

  /** A decision that was never made: every caller asks once. */
  @Benchmark
  public Decision decideNew() {
    return policy.decide(Sample.facts(request, "k" + number++), one, rules);
  }

  /** The same with fifty rules more. Budget: under 1 ms. */
  @Benchmark
  public Decision decideNewByFiftyRules() {
    return policy.decide(Sample.facts(request, "k" + number++), one, more);
  }

  private static Bundle fiftyMore() {
    var text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append("@id(\"more-%d\") @owner(\"bench\") @reason(\"not this team\")\n".formatted(i));
      text.append("forbid (principal, action == Action::\"invokeModel\", resource)\n");
      text.append(
          "when { principal.team == \"t%d\" && context.level >= resource.clearance };\n"
              .formatted(i));
    }
    var files = new ArrayList<>(Bundle.starter().files());
    files.add(new SourceFile("more.cedar", text.toString()));
    return Bundle.of(files);
  }

  /** The order of fifty permitted candidates. */
  @Benchmark
  public Plan planFifty() {
    return planner.plan(wide, facts, RouteView.ALL_UP);
  }

  /** Sets money aside and charges it. */
  @Benchmark
  public long reserveAndSettle() {
    try (var reservation = budgets.reserve(facts.principal(), plan, facts.traits())) {
      reservation.settle(List.of(new Charge(plan.order().getFirst().candidate(), new Money(1), 1)));
      return reservation.reserved().bound().micros();
    }
  }

  /** The text of a decision entry. */
  @Benchmark
  public Decided writeDecision() {
    return recorder.decided(
        new ExchangeId("01a218e5-5334-767c-ac96-81e7f3301ec2"), facts, plan, Sample.BASIS);
  }

  /** The label of a request that was inspected. */
  @Benchmark
  public Exposure label() {
    var speaker = new Tracer.Speaker(facts.principal(), Declared.NONE, "auto");
    return labeller.label(
        facts.principal(), tracer.trace(speaker, request), findings, Declared.NONE);
  }

  /** A log that forgets: what is measured is the text of an entry. */
  private static final class Nowhere implements EntryLog {
    @Override
    public String name() {
      return "sluice/00000000";
    }

    @Override
    public Pending submit(Bytes entry) {
      return () -> 0;
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public Bytes entry(long index) throws IOException {
      throw new IOException("nothing is kept");
    }

    @Override
    public long walk(long from, Visitor visitor) {
      return from;
    }
  }
}
