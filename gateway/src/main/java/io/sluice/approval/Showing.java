package io.sluice.approval;

import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Permit;
import io.sluice.model.Profile;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What approvers are shown, what the ledger says of it, and what an approval makes of a Hold. */
final class Showing {
  private static final int MOST_MODELS = 20;

  private Showing() {}

  /** The question that a held request puts to a person. */
  static Question question(Hold hold, Facts facts, String binding) {
    var shown = new LinkedHashMap<String, String>();
    var call = facts.traits().call();
    shown.put("asked", call.model());
    shown.put("label", facts.exposure().label().text());
    put(shown, "found", found(facts.exposure().found()));
    put(shown, "purpose", facts.purpose());
    put(shown, "tools", String.join(", ", facts.traits().tools()));
    put(shown, "terms", String.join(", ", facts.traits().terms()));
    for (Verdict verdict : hold.approvable().stream().limit(MOST_MODELS).toList()) {
      String model = verdict.candidate().ref().text();
      shown.put("model " + model, terms(verdict));
      put(shown, "held " + model, verdict.reason());
    }
    var scope = new Question.Scope(facts.exposure().label(), hold.models());
    var asker = Asker.of(facts.principal());
    return new Question(Question.Kind.REQUEST, asker, binding, hold.rules(), scope, shown);
  }

  private static void put(Map<String, String> shown, String name, String value) {
    if (!value.isEmpty()) {
      shown.put(name, value);
    }
  }

  private static String found(List<Found> found) {
    var all = new StringJoiner(", ");
    found.forEach(one -> all.add(one.count() + " x " + one.type()));
    return all.toString();
  }

  /** The terms a model works under, as far as they are known, and what is masked toward it. */
  static String terms(Verdict verdict) {
    Profile profile = verdict.candidate().profile();
    var all = new StringJoiner(", ");
    all.add("zone " + word(profile.zone()));
    all.add("jurisdiction " + unknown(profile.jurisdiction()));
    int days = profile.retentionDays();
    all.add("retention " + (days < 0 ? "unknown" : days + " days"));
    all.add("training " + word(profile.training()));
    all.add("review " + word(profile.review().standing()));
    all.add("clearance " + profile.clearance().word());
    if (!verdict.mask().isEmpty()) {
      all.add("masked " + String.join(" ", verdict.mask().names()));
    }
    return all.toString();
  }

  private static String unknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** What {@code approval} makes of {@code hold}: only models that the approver was shown. */
  static Permit permit(Hold hold, Approval approval) {
    List<String> models = approval.question().scope().models();
    var verdicts = new ArrayList<Verdict>();
    for (Verdict verdict : hold.verdicts()) {
      boolean shown = models.contains(verdict.candidate().ref().text());
      verdicts.add(shown && verdict.approvable() ? approved(verdict) : refused(verdict));
    }
    return new Permit(hold.target(), verdicts, approval.id());
  }

  private static Verdict approved(Verdict verdict) {
    return new Verdict(
        verdict.candidate(),
        true,
        verdict.mask(),
        verdict.rules(),
        "",
        verdict.obligations(),
        false);
  }

  private static Verdict refused(Verdict verdict) {
    return Verdict.no(verdict.candidate(), verdict.rules(), verdict.reason());
  }

  /** What the ledger says of a step. */
  static Map<String, String> step(Approval approval) {
    Question question = approval.question();
    var details = new LinkedHashMap<String, String>();
    details.put("approval", approval.id());
    details.put("kind", word(question.kind()));
    details.put("asker", question.asker().principal());
    put(details, "tenant", question.asker().tenant());
    details.put("binding", question.binding());
    put(details, "rules", String.join(" ", question.rules()));
    Approval.Closing closing = approval.closing();
    details.put("expires", approval.expires().toString());
    if (closing != null) {
      put(details, "reason", closing.reason());
      details.put("until", closing.until().toString());
    }
    question.shown().forEach((name, value) -> details.put("shown " + name, value));
    return details;
  }
}
