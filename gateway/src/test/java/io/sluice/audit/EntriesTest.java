package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.model.Account;
import io.sluice.model.Attempt;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Deny;
import io.sluice.model.Earmark;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Hold;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Loss;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Posting;
import io.sluice.model.Principal.Period;
import io.sluice.model.Readers;
import io.sluice.model.Reserved;
import io.sluice.model.SetClock;
import io.sluice.model.Traits;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntriesTest {
  private final ExchangeId id = new ExchangeId("019a9f00-0000-7000-8000-000000000001");
  private final List<Bytes> kept = new ArrayList<>();
  private final Entries entries =
      new Entries("test.log", "b1", new SetClock(Example.NOON), this::keep);
  private final Candidate model = Example.candidate("a", Example.price(1, 2));
  private final Plan plan = Example.plan(model, Example.candidate("b", null));
  private final Facts facts =
      Example.facts(Example.principal(new Money(5), Period.DAY), Example.chat(10, 0));
  private final Basis basis =
      new Basis(
          new Ruleset("snap", "pol", "sch"),
          new Scans(List.of("email"), List.of("injection")),
          new Arrival(123, "4bf92f"),
          new Reserved(
              List.of(new Earmark(Account.of(facts.principal(), Example.NOON), 77)),
              new Money(77),
              256),
          false,
          Descent.NONE);

  private static Facts read(Bytes entry) {
    return EntryReader.facts(EntryReader.json(entry)).orElseThrow();
  }

  @Test
  void facts_are_read_back_equal_whatever_they_hold() {
    for (long seed = 0; seed < 2_000; seed++) {
      Facts any = new AnyFacts(new SplittableRandom(seed)).facts();

      Bytes entry = entries.permit(id, any, plan, basis);

      Canonical.check(entry);
      assertThat(read(entry)).as("seed %d", seed).isEqualTo(any);
      assertThat(EntryReader.whole(EntryReader.json(entry))).isTrue();
      assertThat(EntryReader.head(entry).exchange()).isEqualTo(id);
    }
  }

  @Test
  void a_decision_says_who_what_which_candidates_and_how_much_was_set_aside() {
    Json entry = EntryReader.json(entries.permit(id, facts, plan, basis));

    assertThat(entry.integer("at", 0)).isEqualTo(Example.NOON.toEpochMilli());
    assertThat(entry.text("log", "")).isEqualTo("test.log");
    assertThat(entry.text("gateway", "")).isEqualTo("b1");
    assertThat(FactsText.list(entry.at("order"))).containsExactly("p-a/a", "p-b/b");
    assertThat(entry.at("budget").integer("bound", 0)).isEqualTo(77);
    assertThat(entry.at("budget").integer("output_tokens", 0)).isEqualTo(256);
    assertThat(entry.at("rules").text("snapshot", "")).isEqualTo("snap");
    Json verdict = entry.at("verdicts").items().getFirst();
    assertThat(verdict.text("model", "")).isEqualTo("p-a/a");
    assertThat(FactsText.list(verdict.at("rules"))).containsExactly("start.1");
    assertThat(FactsText.list(verdict.at("mask"))).containsExactly("pii");
    assertThat(verdict.at("terms").text("zone", "")).isEqualTo("external");
    assertThat(FactsText.list(entry.at("scans").at("missed"))).containsExactly("injection");
  }

  @Test
  void the_budgets_read_what_they_need_from_the_beginning_of_an_entry() {
    assertThat(EntryReader.posting(entries.permit(id, facts, plan, basis)))
        .contains(new Posting.Opened(id, basis.reserved().earmarks(), new Money(77)));
    var raise = new Ruling("retry", "p-b/b", true, List.of(), "", new Money(5), true);
    assertThat(EntryReader.posting(entries.ruling(id, raise, "")))
        .contains(new Posting.Raised(id, new Money(5)));
    var free = new Ruling("fallback", "p-b/b", true, List.of("r"), "", Money.ZERO, false);
    assertThat(EntryReader.posting(entries.ruling(id, free, "a1"))).isEmpty();
    assertThat(EntryReader.posting(entries.outcome(id, closing())))
        .contains(new Posting.Closed(id, new Money(30)));
    assertThat(
            EntryReader.posting(entries.unknown(new Posting.Opened(id, List.of(), new Money(77)))))
        .contains(new Posting.Closed(id, new Money(77)));
    assertThat(EntryReader.posting(change())).isEmpty();
    assertThat(EntryReader.head(change()).exchange()).isNull();
    assertThat(EntryReader.head(change()).kind()).isEqualTo("key.created");
  }

  private Bytes change() {
    return entries.change(
        new Change("key.created", "root", "", "abc", Map.of("key", "k{1}\"", "exchange", "no")));
  }

  private Closing closing() {
    var failed = Fault.of(Code.UPSTREAM_TIMEOUT, "the prompt said: my secret");
    var attempts =
        List.of(
            new Attempt(
                model.ref(), failed, Duration.ofMillis(20), null, "", Usage.NONE, Money.ZERO),
            new Attempt(
                new ModelRef("p-b", "b"),
                null,
                Duration.ofMillis(30),
                Duration.ofMillis(10),
                "req_1",
                new Usage(5, 6, 1, 2, 3, Usage.Served.USUAL),
                new Money(29)));
    return new Closing(
        new Closing.Result(Closing.Kind.ANSWERED, null, 200),
        new Closing.Served(
            model,
            "a-2026",
            "fp_1",
            "req_1",
            Finish.STOP,
            new Closing.Door("cred-7#3", "api.example:443", "eu-1")),
        attempts,
        new Closing.Bill(
            new Usage(5, 6, 1, 2, 3, Usage.Served.USUAL), new Money(29), new Money(30)),
        new Closing.Carried(
            Closing.Release.REDACTED,
            99,
            Scans.NONE,
            List.of(new Loss("seed", "dropped")),
            new Closing.Handled(
                List.of(new Closing.Masked("pii", 2, 1)),
                List.of(new Closing.Acted("codename", "mask", 3))),
            new Closing.Said(
                new Label(
                    Integrity.INTERNAL, Level.INTERNAL, Categories.NONE, Readers.of(List.of("hr"))),
                List.of("html"),
                "constrained_output"),
            new Kept("ab12", "cd34", true)),
        new Closing.Timing(Duration.ofMillis(55), Duration.ofMillis(10)));
  }

  @Test
  void every_kind_of_entry_is_canonical() {
    Fault fault = Fault.of(Code.POLICY_DENIED, "no").naming(List.of("rule.1"));
    List<Verdict> verdicts = plan.order();
    Canonical.check(entries.refusal(id, facts, new Deny(fault, verdicts), basis));
    Canonical.check(
        entries.refusal(id, facts, new Hold("a1", fault, plan.permit().target(), verdicts), basis));
    Canonical.check(
        entries.ruling(
            id, new Ruling("tool", "send", false, List.of("r"), "no", Money.ZERO, false), "a1"));
    Canonical.check(entries.outcome(id, closing()));
    Canonical.check(entries.unknown(new Posting.Opened(id, List.of(), Money.ZERO)));
    Canonical.check(change());
    var early =
        new Refusal(
            id,
            Refusal.Stage.RESERVE,
            Fault.of(Code.BUDGET_EXCEEDED, "spent").after(Duration.ofSeconds(1)),
            "k1",
            facts);
    Canonical.check(entries.ended(early, facts));
    Canonical.check(
        entries.counted(
            new RefusalCounts.Count(
                "10.0.0.1", Refusal.Stage.AUTHENTICATE, Code.UNAUTHENTICATED, id, 3, 9)));
  }

  @Test
  void what_a_provider_said_is_not_written_for_it_may_quote_the_prompt() {
    assertThat(entries.outcome(id, closing()).utf8()).doesNotContain("my secret");
    var result =
        new Closing.Result(Closing.Kind.FAILED, Fault.of(Code.UPSTREAM_INVALID, "my secret"), 400);
    var ended =
        new Closing(
            result,
            null,
            List.of(),
            Closing.Bill.NOTHING,
            Closing.Carried.NOTHING,
            new Closing.Timing(Duration.ZERO, null));
    assertThat(entries.outcome(id, ended).utf8())
        .contains("upstream_invalid")
        .doesNotContain("my secret");
  }

  @Test
  void long_lists_and_texts_are_cut_to_a_count_a_beginning_and_a_hash_and_the_entry_says_so() {
    List<String> tools = IntStream.range(0, 5_000).mapToObj("tool_%04d"::formatted).toList();
    Traits plain = facts.traits();
    var call = new Traits.Call("openai", plain.call().operation(), "\u0001".repeat(60_000), false);
    var traits = new Traits(call, List.of(), tools, plain.size(), List.of());

    Bytes entry = entries.permit(id, Example.facts(facts.principal(), traits), plan, basis);

    Canonical.check(entry);
    Json json = EntryReader.json(entry);
    assertThat(EntryReader.whole(json)).isFalse();
    Json cut = json.at("facts").at("traits").at("tools");
    assertThat(cut.integer("count", 0)).isEqualTo(5_000);
    assertThat(cut.text("sha256", "")).hasSize(64);
    assertThat(read(entry).traits().tools())
        .isEqualTo(tools.subList(0, cut.at("first").items().size()));
    assertThat(json.at("facts").at("traits").text("model", "")).contains("... sha256:");
  }

  @Test
  void what_was_cut_is_kept_whole_beside_the_log_and_read_back_equal() {
    List<String> tools = IntStream.range(0, 5_000).mapToObj("tool_%04d"::formatted).toList();
    Traits plain = facts.traits();
    var traits = new Traits(plain.call(), List.of(), tools, plain.size(), List.of());
    var all = Example.facts(facts.principal(), traits);

    Bytes entry = entries.permit(id, all, plan, basis);

    Canonical.check(entry);
    assertThat(EntryReader.side(EntryReader.json(entry))).hasValue("of 1");
    Canonical.check(kept.getFirst());
    Json whole = EntryReader.json(kept.getFirst());
    assertThat(EntryReader.whole(whole)).isTrue();
    assertThat(EntryReader.facts(whole)).hasValue(all);
  }

  private String keep(Bytes whole) {
    kept.add(whole);
    return "of " + kept.size();
  }

  @Test
  void no_request_however_hostile_makes_an_entry_too_long() {
    String hostile = "\u0001".repeat(10_000);
    List<String> many = IntStream.range(0, 600).mapToObj(i -> hostile.substring(i)).toList();
    var traits =
        new Traits(
            new Traits.Call(hostile, facts.traits().call().operation(), hostile, true),
            many.subList(0, 100),
            many,
            facts.traits().size(),
            many.subList(0, 100));
    var candidates = new ArrayList<Candidate>();
    for (int i = 0; i < 600; i++) {
      candidates.add(Example.candidate("model-" + i + hostile.substring(9_000), null));
    }
    Plan wide = Example.plan(candidates.toArray(Candidate[]::new));

    Bytes entry = entries.permit(id, Example.facts(facts.principal(), traits), wide, basis);

    Canonical.check(entry);
    assertThat(EntryReader.whole(EntryReader.json(entry))).isFalse();
    assertThat(EntryReader.posting(entry)).isPresent();
  }
}
