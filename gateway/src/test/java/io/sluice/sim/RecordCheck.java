package io.sluice.sim;

import io.sluice.audit.EntryReader;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Label;
import io.sluice.model.Permit;
import io.sluice.model.Stop;
import io.sluice.model.Verdict;
import io.sluice.pipeline.Head;
import io.sluice.pipeline.Snapshot;
import io.sluice.policy.Policy;
import java.util.List;

/** What the record must say, entry by entry, as it becomes durable. */
final class RecordCheck {
  private static final List<String> NEVER = List.of("canary", "key-of-", "said", Plays.LEAKED);

  private final Oracle oracle;
  private final Policy policy = new Policy();
  private long counted;

  RecordCheck(Oracle oracle) {
    this.oracle = oracle;
  }

  /** Refusals that were counted instead of entered, as the record tells. */
  long counted() {
    return counted;
  }

  void entry(long index, Bytes bytes, Json entry) {
    secret(index, bytes.utf8());
    String kind = entry.text("entry", "");
    if (kind.equals("refusals")) {
      counted += entry.integer("count", 0);
      return;
    }
    Case one = oracle.of(entry.text("exchange", ""));
    if (one == null) {
      if (kind.equals("budget.overrun")) {
        overrun(entry);
        return;
      }
      boolean known = kind.equals("configuration.changed") || kind.equals("budget.alert");
      oracle.check(known, "entry " + index + " is of no exchange: " + kind);
      return;
    }
    switch (kind) {
      case "decision" -> decided(one, entry);
      case "ruling" -> {
        oracle.check(one.permitted(), one.name() + " has a ruling without a permit");
        oracle.check(one.closing == null, one.name() + " has a ruling after its end");
        one.rulings.add(entry);
      }
      case "outcome", "outcome.unknown" -> {
        oracle.check(one.decision != null, one.name() + " has an end without a decision");
        oracle.check(one.closing == null, one.name() + " has two closing entries");
        one.closing = entry;
      }
      case "refusal" -> {
        oracle.check(one.decision == null, one.name() + " was decided and refused");
        oracle.check(one.refusal == null, one.name() + " was refused twice");
        one.refusal = entry;
      }
      default -> oracle.wrong("entry " + index + " is of an unknown kind: " + kind);
    }
  }

  /** With honest usage there is none: the bound was a bound. */
  private void overrun(Json entry) {
    Case one = oracle.of(entry.at("details").text("exchange_id", ""));
    oracle.check(
        one != null && one.sent.stream().anyMatch(spent -> !spent.honest()),
        "more was charged than was set aside, and every provider was honest");
  }

  private void secret(long index, String text) {
    for (String never : NEVER) {
      boolean there = never.equals("said") ? saidIn(text) : text.contains(never);
      oracle.check(!there, "entry " + index + " holds content or a secret: " + never);
    }
    for (String key : oracle.secrets()) {
      oracle.check(!text.contains(key), "entry " + index + " holds a caller's key");
    }
  }

  /** What models say begins with {@code said<number>x}; the record has a field of that name. */
  private static boolean saidIn(String text) {
    for (int at = text.indexOf("said"); at >= 0; at = text.indexOf("said", at + 1)) {
      if (at + 4 < text.length() && Character.isDigit(text.charAt(at + 4))) {
        return true;
      }
    }
    return false;
  }

  /** Told more than that the record cannot be written: what is found after that counts still. */
  private static boolean answered(Case one) {
    Head head = one.caller.head();
    return head != null && head.status() == 200;
  }

  private void decided(Case one, Json entry) {
    oracle.check(one.decision == null, one.name() + " has two decisions");
    oracle.check(one.refusal == null, one.name() + " was refused and decided");
    oracle.check(
        !answered(one), one.name() + " was told something before its decision was durable");
    one.decision = entry;
    if (entry.at("overlapped").bool(false)) {
      oracle.check(one.beside(), one.name() + " was recorded beside its call");
    }
    Facts facts = EntryReader.facts(entry).orElseThrow();
    one.facts = facts;
    Label label = facts.exposure().label();
    Asking asking = one.caller.asking();
    var declared = asking.words().declared();
    oracle.check(
        declared == null || label.level().compareTo(declared) >= 0,
        one.name() + " was labelled below what its caller declared");
    asking
        .words()
        .values()
        .forEach(
            value ->
                oracle.check(
                    label.categories().contains(value.category()),
                    one.name() + " holds " + value.category() + " and was not labelled so"));
    oracle.check(
        facts.principal().id().equals(asking.key()), one.name() + " was taken for somebody else");
    if (EntryReader.whole(entry)) {
      again(one, entry, facts);
    }
  }

  /** The same facts under the same snapshot give the same decision. */
  private void again(Case one, Json entry, Facts facts) {
    String recorded = verdicts(entry);
    for (Snapshot snapshot : oracle.snapshots(entry.at("rules").text("snapshot", ""))) {
      if (recorded.equals(decide(facts, snapshot))) {
        return;
      }
    }
    oracle.wrong(one.name() + " is decided otherwise from its recorded facts");
  }

  private String decide(Facts facts, Snapshot snapshot) {
    try {
      var target = snapshot.registry().resolve(facts.traits().call().model(), facts.principal());
      Decision decision = policy.decide(facts, target, Rulebooks.fresh(snapshot));
      return switch (decision) {
        case Permit permit -> "permit" + text(permit.verdicts());
        case Deny deny -> "deny" + text(deny.verdicts());
        case Hold hold -> "hold" + text(hold.verdicts());
      };
    } catch (Stop stop) {
      return "stopped: " + stop.fault().code().word();
    }
  }

  private static String text(List<Verdict> verdicts) {
    var text = new StringBuilder();
    for (Verdict one : verdicts) {
      text.append('\n').append(one.candidate().ref().text()).append(' ').append(one.allowed());
      text.append(' ').append(one.mask().names()).append(one.rules()).append(one.reason());
    }
    return text.toString();
  }

  private static String verdicts(Json entry) {
    var text = new StringBuilder(entry.text("verdict", ""));
    for (Json one : entry.at("verdicts").items()) {
      text.append('\n').append(one.text("model", "")).append(' ');
      text.append(one.at("allowed").bool(false));
      text.append(' ').append(texts(one.at("mask"))).append(texts(one.at("rules")));
      text.append(one.text("reason", ""));
    }
    return text.toString();
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(item -> item.string().orElse("")).toList();
  }
}
