package io.sluice.bench;

import io.sluice.audit.Arrival;
import io.sluice.audit.Basis;
import io.sluice.audit.Decided;
import io.sluice.audit.Descent;
import io.sluice.audit.EntryLog;
import io.sluice.audit.Recorder;
import io.sluice.audit.Ruleset;
import io.sluice.audit.Scans;
import io.sluice.flow.Declared;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Labeller;
import io.sluice.flow.Lineage;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.Tracer;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.limits.BudgetFold;
import io.sluice.limits.BudgetSettings;
import io.sluice.limits.Budgets;
import io.sluice.model.Abilities;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Charge;
import io.sluice.model.Clock;
import io.sluice.model.Decision;
import io.sluice.model.ExchangeId;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Findings;
import io.sluice.model.Headers;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Request;
import io.sluice.model.Reserved;
import io.sluice.model.Target;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.policy.SourceFile;
import io.sluice.route.Planner;
import io.sluice.route.RouteView;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Incoming;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
  private static final Instant NOW = Instant.parse("2026-11-18T12:30:30Z");
  private static final String PATH = "/v1/chat/completions";
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public Instant now() {
          return NOW;
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  private final Policy policy = new Policy();
  private final Planner planner = new Planner();
  private final Labeller labeller = new Labeller(FlowSettings.DEFAULT);
  private final Tracer tracer = new Tracer(FlowSettings.DEFAULT, ToolPolicies.NONE, Lineage.NONE);
  private final Budgets budgets = new Budgets(BudgetSettings.DEFAULT, CLOCK, BudgetFold.empty());
  private final Recorder recorder = new Recorder(new Nowhere(), "bench", CLOCK);
  private final Basis basis =
      new Basis(
          new Ruleset("s", "p", "c"),
          Scans.NONE,
          new Arrival(4_096, ""),
          new Reserved(List.of(), Money.ZERO, 256),
          false,
          Descent.NONE);
  private final Request request = request();
  private final Findings findings = new Inspector(InspectSettings.DEFAULT).inspect(request);
  private final Facts facts = facts("k1");
  private final Target one = target(1);
  private final Target many = target(CANDIDATES);
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
    return policy.decide(facts("k" + number++), one, rules);
  }

  /** The same with fifty rules more. Budget: under 1 ms. */
  @Benchmark
  public Decision decideNewByFiftyRules() {
    return policy.decide(facts("k" + number++), one, more);
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
        new ExchangeId("01a218e5-5334-767c-ac96-81e7f3301ec2"), facts, plan, basis);
  }

  /** The label of a request that was inspected. */
  @Benchmark
  public Exposure label() {
    var speaker = new Tracer.Speaker(facts.principal(), Declared.NONE, "auto");
    return labeller.label(
        facts.principal(), tracer.trace(speaker, request), findings, Declared.NONE);
  }

  private static Request request() {
    var text = StandardCharsets.US_ASCII.decode(new Requests("", 0, false).next()).toString();
    Codec codec = Codecs.at(PATH).orElseThrow();
    var body = Bytes.utf8(text.substring(text.indexOf("\r\n\r\n") + 4));
    var address = new Incoming.Address(PATH, "");
    return codec.read(new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT));
  }

  private Facts facts(String key) {
    var label = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
    var principal =
        new Principal(
            "default",
            key,
            new Principal.Affiliation("team", "app", List.of()),
            new Principal.Grants(Level.INTERNAL, null, Integrity.USER, List.of()),
            new Principal.Allowance(new Money(1_000_000_000_000L), Principal.Period.LIFE, 0),
            Principal.Delegation.NONE);
    return new Facts(
        principal,
        request.traits(),
        new Exposure(label, List.of()),
        "",
        NOW,
        List.of(),
        Losses.UNKNOWN);
  }

  private static Target target(int candidates) {
    var all = new ArrayList<Candidate>();
    for (int i = 0; i < candidates; i++) {
      all.add(candidate("m" + i, 1 + i % 7));
    }
    return new Target("auto", candidates == 1, all);
  }

  private static Candidate candidate(String name, long price) {
    var review = new Profile.Review(Profile.Standing.VALID, "bench", NOW, NOW.plusSeconds(86_400));
    var profile =
        new Profile(
            Profile.Zone.EXTERNAL,
            "US",
            0,
            Profile.Training.NO,
            Level.INTERNAL,
            review,
            Profile.Diligence.NONE);
    var cost =
        new Price(
            BigDecimal.valueOf(price), BigDecimal.valueOf(price), BigDecimal.ZERO, BigDecimal.ZERO);
    var abilities = new Abilities(List.of(), 0, 0, List.of(), false);
    return new Candidate(new ModelRef("cloud", name), name, "openai", profile, cost, abilities);
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
