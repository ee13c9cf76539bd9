package io.sluice.audit;

import io.sluice.model.Attempt;
import io.sluice.model.Loss;
import io.sluice.model.Money;
import io.sluice.model.Price;
import io.sluice.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a closing entry that says what happened. */
final class OutcomeText {
  private OutcomeText() {}

  static void write(EntryText text, Closing closing, Terms terms) {
    Closing.Carried carried = closing.carried();
    text.list("losses", losses(carried.losses()));
    masked(text, carried.handled().masked());
    Closing.Result result = closing.result();
    text.open("outcome");
    if (result.fault() != null) {
      Entries.fault(text, "fault", result.fault());
    }
    text.text("kind", Words.of(result.kind())).number("status", result.status()).close();
    payload(text, carried.kept());
    text.open("released").number("bytes", carried.bytes());
    text.text("how", Words.of(carried.release())).close();
    rules(text, carried.handled().acted());
    said(text, carried.said());
    Scans.write(text, carried.scans());
    if (closing.served() != null) {
      served(text, closing.served(), terms);
    }
    text.open("timing");
    millis(text, "first_content_ms", closing.timing().firstContent());
    millis(text, "took_ms", closing.timing().took());
    text.close();
    tries(text, closing.attempts());
    usage(text, closing.bill().usage(), closing.bill().cost());
  }

  private static void said(EntryText text, Closing.Said said) {
    if (!said.equals(Closing.Said.NOTHING)) {
      text.open("said").list("active", said.active()).open("label");
      FactsText.label(text, said.label());
      text.close();
      if (!said.rule().isEmpty()) {
        text.text("rule", said.rule());
      }
      text.close();
    }
  }

  private static void payload(EntryText text, Kept kept) {
    if (kept.equals(Kept.NOTHING)) {
      return;
    }
    text.open("payload").text("caller", kept.caller());
    if (kept.incomplete()) {
      text.truth("incomplete", true);
    }
    text.text("provider", kept.provider()).close();
  }

  private static List<String> losses(List<Loss> losses) {
    var texts = new ArrayList<String>(losses.size());
    for (Loss loss : losses) {
      texts.add(loss.text());
    }
    return texts;
  }

  private static void masked(EntryText text, List<Closing.Masked> all) {
    if (all.isEmpty()) {
      return;
    }
    text.array("masked");
    for (Closing.Masked masked : Entries.kept(text, all)) {
      text.open().text("category", masked.category()).number("masked", masked.masked());
      text.number("restored", masked.restored()).close();
    }
    text.endArray();
  }

  private static void rules(EntryText text, List<Closing.Acted> all) {
    if (all.isEmpty()) {
      return;
    }
    text.array("rules");
    for (Closing.Acted acted : Entries.kept(text, all)) {
      text.open().number("count", acted.count()).text("rule", acted.rule());
      text.text("verdict", acted.verdict()).close();
    }
    text.endArray();
  }

  private static void served(EntryText text, Closing.Served served, Terms terms) {
    text.open("served");
    credential(text, served.door().credential());
    text.text("endpoint", served.door().endpoint()).text("fingerprint", served.fingerprint());
    text.text("finish", Words.of(served.finish()));
    text.text("model", served.candidate().ref().text());
    price(text, served.candidate().price());
    text.text("region", served.door().region()).text("said", served.said());
    text.json("terms", terms.of(served.candidate().profile()));
    text.text("upstream_id", served.upstreamId()).close();
  }

  /**
   * One whose value stands elsewhere has a fingerprint of it for a version, a stored one a number.
   */
  private static void credential(EntryText text, String credential) {
    if (!credential.isEmpty()) {
      int at = Math.max(credential.lastIndexOf('@'), credential.lastIndexOf('#'));
      text.open("credential").text("id", at < 0 ? credential : credential.substring(0, at));
      text.text("version", credential.substring(at + 1)).close();
    }
  }

  /** The price that the cost was reckoned by, in dollars per million tokens. */
  private static void price(EntryText text, @Nullable Price price) {
    if (price != null) {
      text.open("price").text("cache_read", price.cacheRead().toPlainString());
      text.text("cache_write", price.cacheWrite().toPlainString());
      text.text("input", price.input().toPlainString());
      text.text("output", price.output().toPlainString()).close();
    }
  }

  private static void tries(EntryText text, List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    text.array("tries");
    for (Attempt attempt : Entries.kept(text, attempts)) {
      text.open();
      if (attempt.fault() != null) {
        text.text("code", attempt.fault().code().word());
      }
      millis(text, "first_content_ms", attempt.firstContent());
      text.text("model", attempt.model().text());
      millis(text, "took_ms", attempt.took());
      text.text("upstream_id", attempt.upstreamId());
      usage(text, attempt.usage(), attempt.cost());
      text.close();
    }
    text.endArray();
  }

  private static void usage(EntryText text, Usage usage, Money cost) {
    if (usage.equals(Usage.NONE) && cost.micros() == 0) {
      return;
    }
    text.open("usage").number("cache_read", usage.cacheRead());
    text.number("cache_write", usage.cacheWrite());
    var served = usage.served();
    if (served.cacheWriteHour() > 0) {
      text.number("cache_write_hour", served.cacheWriteHour());
    }
    text.number("cost", cost.micros());
    text.number("input", usage.input()).number("output", usage.output());
    text.number("reasoning", usage.reasoning());
    if (served.searches() > 0) {
      text.number("searches", served.searches());
    }
    if (!served.service().isEmpty()) {
      text.text("service", served.service());
    }
    text.close();
  }

  private static void millis(EntryText text, String name, @Nullable Duration duration) {
    if (duration != null) {
      text.number(name, duration.toMillis());
    }
  }
}
