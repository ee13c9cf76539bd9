package io.sluice.audit;

import io.sluice.model.Account;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Clock;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Fault.Blame;
import io.sluice.model.Hold;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Reserved;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The text of every kind of entry. Names stand sorted, so that time, budget, kind and exchange come
 * first: a reader of these stops there. No prompt text, no secret, no upstream error text.
 */
final class Entries {
  static final long VERSION = 1;

  /** The one way in which callers prove who they are in this version. */
  private static final String AUTH = "caller_key";

  private static final String ENGINE = "cedar";

  private final String log;
  private final String build;
  private final Clock clock;
  private final Function<Bytes, String> sides;
  private final Terms terms = new Terms();

  /**
   * @param sides keeps what is too long for an entry and gives its hash; empty text: it cannot now
   */
  Entries(String log, String build, Clock clock, Function<Bytes, String> sides) {
    this.sides = sides;
    this.log = log;
    this.build = build;
    this.clock = clock;
  }

  Bytes permit(ExchangeId exchange, Facts facts, Plan plan, Basis basis) {
    return fitting(
        text -> {
          start(text).open("budget");
          budget(text, basis.reserved());
          text.close();
          name(text, "decision", exchange);
          facts(text, facts);
          Descent.write(text, basis.descent());
          gateway(text).list("order", names(plan.order()));
          origin(text, basis);
          rejections(text, plan.rejections());
          rules(text, basis);
          target(text, plan.permit().target());
          text.text("verdict", "permit");
          verdicts(text, plan.permit().verdicts());
        });
  }

  Bytes refusal(ExchangeId exchange, Facts facts, Decision decision, Basis basis) {
    return fitting(
        text -> {
          name(start(text), "decision", exchange);
          facts(text, facts);
          Descent.write(text, basis.descent());
          text.text("gateway", build);
          if (decision instanceof Hold hold) {
            text.text("held", hold.approval());
          }
          text.text("log", log);
          origin(text, basis);
          fault(text, "refusal", fault(decision));
          rules(text, basis);
          text.text("verdict", decision instanceof Hold ? "hold" : "deny");
          verdicts(text, verdicts(decision));
        });
  }

  Bytes ruling(ExchangeId exchange, Ruling ruling) {
    return fitting(
        text -> {
          start(text).open("budget").number("more", ruling.more().micros()).close();
          name(text, "ruling", exchange);
          gateway(text);
          text.text("question", ruling.question()).text("reason", ruling.reason());
          text.list("rules", ruling.rules());
          text.text("subject", ruling.subject());
          text.text("verdict", ruling.allowed() ? "permit" : "deny");
        });
  }

  Bytes outcome(ExchangeId exchange, Closing closing) {
    return fitting(
        text -> {
          charged(start(text), closing.bill().charged());
          name(text, "outcome", exchange);
          gateway(text);
          OutcomeText.write(text, closing, terms);
        });
  }

  Bytes unknown(ExchangeId exchange, Money charged) {
    return fitting(
        text -> {
          charged(start(text), charged);
          name(text, "outcome.unknown", exchange);
          gateway(text);
        });
  }

  Bytes ended(Refusal refusal, Facts facts) {
    return fitting(
        text -> {
          name(start(text), "refusal", refusal.exchange());
          facts(text, facts);
          gateway(text);
          fault(text, "refusal", refusal.fault());
          text.text("source", refusal.source()).text("stage", Words.of(refusal.stage()));
        });
  }

  Bytes counted(RefusalCounts.Count count) {
    return fitting(
        text -> {
          start(text).number("count", count.count());
          name(text, "refusals", count.first());
          gateway(text).number("minute", count.minute());
          text.text("reason", count.code().word()).text("source", count.source());
          text.text("stage", Words.of(count.stage()));
        });
  }

  Bytes change(Change change) {
    return fitting(
        text -> {
          text.text("actor", change.actor()).text("after", change.after());
          start(text).text("before", change.before()).open("details");
          new TreeMap<>(change.details()).forEach(text::text);
          text.close().text("entry", change.type());
          gateway(text);
        });
  }

  /**
   * Tries roomy bounds first; the tightest always fit. What had to be cut is kept whole beside the
   * log, and the entry names it.
   */
  private Bytes fitting(Consumer<EntryText> content) {
    String side = "";
    for (int tightness = 0; ; tightness++) {
      var text = new EntryText(tightness);
      content.accept(text);
      if (!text.isWhole() && side.isEmpty()) {
        side = aside(content);
      }
      Bytes entry = text.done(side);
      if (entry.length() <= Recorder.MOST_BYTES) {
        return entry;
      }
      if (tightness == EntryText.TIGHTEST) {
        throw new IllegalStateException("an entry has " + entry.length() + " bytes");
      }
    }
  }

  private String aside(Consumer<EntryText> content) {
    var text = new EntryText(EntryText.BOUNDLESS);
    content.accept(text);
    return sides.apply(text.done(""));
  }

  private EntryText start(EntryText text) {
    return text.number("at", clock.now().toEpochMilli());
  }

  private static void name(EntryText text, String kind, ExchangeId exchange) {
    text.text("entry", kind).text("exchange", exchange.value());
  }

  private EntryText gateway(EntryText text) {
    return text.text("gateway", build).text("log", log);
  }

  private static void facts(EntryText text, Facts facts) {
    text.open("facts");
    FactsText.write(text, facts);
    text.close();
  }

  private static void charged(EntryText text, Money charged) {
    text.open("budget").number("charged", charged.micros()).close();
  }

  private static void budget(EntryText text, Reserved reserved) {
    Account account = reserved.account();
    if (account != null) {
      text.open("account").text("period", Words.of(account.period()));
      text.text("principal", account.principal()).number("start", account.start());
      text.text("tenant", account.tenant()).close();
    }
    text.number("bound", reserved.bound().micros());
    if (reserved.outputTokens() > 0) {
      text.number("output_tokens", reserved.outputTokens());
    }
  }

  private static void origin(EntryText text, Basis basis) {
    Arrival arrival = basis.arrival();
    text.open("origin").text("auth", AUTH).number("body_bytes", arrival.bodyBytes());
    text.text("commitment", arrival.content().commitment());
    text.text("parent", arrival.kin().parent()).text("session", arrival.kin().session());
    text.text("storing", arrival.content().storing().word());
    text.text("subject", arrival.content().subject());
    text.text("trace", arrival.trace()).close();
    if (basis.overlapped()) {
      text.truth("overlapped", true);
    }
  }

  private static void rules(EntryText text, Basis basis) {
    Ruleset rules = basis.rules();
    text.open("rules")
        .text("engine", ENGINE)
        .text("policy", rules.policy())
        .text("schema", rules.schema());
    text.text("snapshot", rules.snapshot()).close();
    OutcomeText.scans(text, basis.scans());
  }

  private static void target(EntryText text, Target target) {
    text.open("target").text("name", target.name()).truth("pinned", target.pinned()).close();
  }

  private static void rejections(EntryText text, List<Plan.Rejection> rejections) {
    if (rejections.isEmpty()) {
      return;
    }
    text.array("rejections");
    for (Plan.Rejection rejection : kept(text, rejections)) {
      text.open().text("model", rejection.candidate().ref().text());
      text.text("reason", rejection.reason()).close();
    }
    text.endArray();
  }

  private void verdicts(EntryText text, List<Verdict> verdicts) {
    text.array("verdicts");
    for (Verdict verdict : kept(text, verdicts)) {
      Candidate candidate = verdict.candidate();
      text.open().truth("allowed", verdict.allowed());
      text.list("mask", verdict.mask().names());
      text.text("model", candidate.ref().text());
      if (!candidate.name().equals(candidate.ref().text())) {
        text.text("name", candidate.name());
      }
      text.text("reason", verdict.reason()).list("rules", verdict.rules());
      text.json("terms", terms.of(candidate.profile()));
      text.close();
    }
    text.endArray();
  }

  static void fault(EntryText text, String name, Fault fault) {
    text.open(name).text("code", fault.code().word()).list("details", fault.details());
    if (speaks(fault)) {
      text.text("message", fault.message());
    }
    Duration wait = fault.retryAfter();
    if (wait != null) {
      text.number("retry_after_ms", wait.toMillis());
    }
    text.number("status", fault.status()).close();
  }

  /** Whether the message is our own: a provider's may quote the prompt. */
  private static boolean speaks(Fault fault) {
    return switch (fault.code()) {
      case CONTEXT_LENGTH, UPSTREAM_INVALID -> false;
      default -> fault.blame() != Blame.UPSTREAM && fault.code().blame() != Blame.UPSTREAM;
    };
  }

  private static Fault fault(Decision decision) {
    return switch (decision) {
      case Deny deny -> deny.fault();
      case Hold hold -> hold.fault();
      case Permit _ -> throw new IllegalArgumentException("a permit refuses nothing");
    };
  }

  private static List<Verdict> verdicts(Decision decision) {
    return switch (decision) {
      case Deny deny -> deny.verdicts();
      case Hold hold -> hold.verdicts();
      case Permit permit -> permit.verdicts();
    };
  }

  private static List<String> names(List<Verdict> order) {
    var names = new ArrayList<String>(order.size());
    for (Verdict verdict : order) {
      names.add(verdict.candidate().ref().text());
    }
    return names;
  }

  /** As many of {@code items} as the bounds allow; the entry says that the rest is missing. */
  static <T> List<T> kept(EntryText text, List<T> items) {
    if (items.size() <= text.mostItems()) {
      return items;
    }
    text.cut();
    return items.subList(0, text.mostItems());
  }
}
