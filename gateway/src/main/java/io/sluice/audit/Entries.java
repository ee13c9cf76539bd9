package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Earmark;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Fault.Blame;
import io.sluice.model.Hold;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Posting;
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
          gateway(text, plan.permit().approval()).list("order", names(plan.order()));
          origin(text, basis);
          PlanText.write(text, plan.choice());
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
          gateway(text, decision instanceof Hold hold ? hold.approval() : "");
          origin(text, basis);
          fault(text, "refusal", fault(decision));
          rules(text, basis);
          text.text("verdict", decision instanceof Hold ? "hold" : "deny");
          verdicts(text, verdicts(decision));
        });
  }

  Bytes ruling(ExchangeId exchange, Ruling ruling, String approval) {
    return ruling(exchange, ruling, approval, List.of());
  }

  /** {@code wouldStop}: modes that are not in force and would have said no, mildest first. */
  Bytes observed(ExchangeId exchange, Ruling ruling, List<String> wouldStop) {
    return ruling(exchange, ruling, "", wouldStop);
  }

  private Bytes ruling(
      ExchangeId exchange, Ruling ruling, String approval, List<String> wouldStop) {
    return fitting(
        text -> {
          start(text).open("budget");
          if (ruling.again()) {
            text.truth("again", true);
          }
          text.number("more", ruling.more().micros()).close();
          name(text, "ruling", exchange);
          gateway(text, approval);
          text.text("question", ruling.question()).text("reason", ruling.reason());
          text.list("rules", ruling.rules());
          text.text("subject", ruling.subject());
          text.text("verdict", ruling.allowed() ? "permit" : "deny");
          if (!wouldStop.isEmpty()) {
            text.list("would_stop", wouldStop);
          }
        });
  }

  Bytes outcome(ExchangeId exchange, Closing closing) {
    return fitting(
        text -> {
          charged(start(text), closing.bill().charged(), closing.bill().charges());
          name(text, "outcome", exchange);
          gateway(text);
          OutcomeText.write(text, closing, terms);
        });
  }

  /** What a crash left open is charged with all that was set aside for it. */
  Bytes unknown(Posting.Opened opened) {
    var charges = opened.earmarks().stream().map(Earmark::amount).toList();
    return fitting(
        text -> {
          charged(start(text), opened.bound(), charges);
          name(text, "outcome.unknown", opened.exchange());
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

  /** With the approval that it waits for or rests on, if there is one. */
  private EntryText gateway(EntryText text, String approval) {
    return text.text("gateway", build).text("held", approval).text("log", log);
  }

  private static void facts(EntryText text, Facts facts) {
    text.open("facts");
    FactsText.write(text, facts);
    text.close();
  }

  private static void charged(EntryText text, Money charged, List<Long> charges) {
    text.open("budget").number("charged", charged.micros());
    if (charges.stream().anyMatch(one -> one != charged.micros())) {
      text.array("charges");
      charges.forEach(text::number);
      text.endArray();
    }
    text.close();
  }

  private static void budget(EntryText text, Reserved reserved) {
    text.number("bound", reserved.bound().micros());
    EarmarkText.write(text, reserved.earmarks());
    if (reserved.outputTokens() > 0) {
      text.number("output_tokens", reserved.outputTokens());
    }
  }

  private static void origin(EntryText text, Basis basis) {
    Arrival arrival = basis.arrival();
    text.open("origin").text("auth", arrival.auth()).number("body_bytes", arrival.bodyBytes());
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
        .list("forbids", rules.forbids())
        .text("policy", rules.policy())
        .text("schema", rules.schema());
    text.text("snapshot", rules.snapshot()).close();
    Scans.write(text, basis.scans());
  }

  private static void target(EntryText text, Target target) {
    text.open("target").text("name", target.name()).truth("pinned", target.pinned());
    if (!target.readers().isEmpty()) {
      text.list("readers", target.readers());
    }
    text.close();
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
    VerdictText.write(text, verdicts, terms);
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
