package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Facts;
import java.util.Locale;

/**
 * An entry as systems for security events see it: who did what to what, and how it ended. Pure.
 *
 * @param kind of the entry, such as {@code decision} or {@code key.revoked}
 * @param at milliseconds since 1970
 * @param receipt {@code <log>/<index>}: the event's own name, the same whenever it is exported
 * @param gateway the version that wrote it
 */
record SiemEvent(
    String kind, long at, String receipt, String gateway, Who who, What what, Result result) {
  /**
   * Who did it; empty texts: the entry does not say.
   *
   * @param id caller key, or operator's name
   * @param source where it came from, as far as that is recorded
   */
  record Who(String id, String tenant, String app, String source) {}

  /**
   * What was done.
   *
   * @param target the model, or what else the entry is about
   * @param level the label of the content; empty: none
   */
  record What(Activity activity, String operation, String exchange, String target, String level) {}

  /** How it ended. {@code cost} in micro-dollars. */
  record Result(Ending ending, long status, String code, long cost) {}

  /** What kind of doing it is, by the words of the standard. */
  enum Activity {
    CREATE,
    READ,
    UPDATE,
    DELETE,
    OTHER
  }

  /** How it ended, as far as a watcher cares. */
  enum Ending {
    /** It was done, or may be done. */
    SUCCESS,
    /** Rules, a person or a limit said no. */
    DENIED,
    /** It broke. */
    FAILURE,
    UNKNOWN
  }

  /** The event of one entry, which stands at that index of its log. */
  static SiemEvent of(long index, Json entry) {
    String kind = entry.text("entry", "");
    return new SiemEvent(
        kind,
        FactsText.number(entry, "at"),
        entry.text("log", "") + "/" + index,
        entry.text("gateway", ""),
        who(entry),
        what(kind, entry),
        result(kind, entry));
  }

  /** True for what somebody should look at: something was refused, stopped or broke. */
  boolean striking() {
    return result.ending() != Ending.SUCCESS;
  }

  private static Who who(Json entry) {
    Json principal = entry.at("facts").at("principal");
    Json details = entry.at("details");
    String id = principal.text("id", entry.text("actor", ""));
    return new Who(
        id,
        principal.text("tenant", details.text("tenant", "")),
        principal.text("app", ""),
        entry.text("source", ""));
  }

  private static What what(String kind, Json entry) {
    Json traits = entry.at("facts").at("traits");
    Json details = entry.at("details");
    String level =
        EntryReader.facts(entry)
            .map(Facts::exposure)
            .map(exposure -> exposure.label().level().word())
            .orElse("");
    return new What(
        activity(kind),
        kind.indexOf('.') > 0 && !details.missing() ? kind : kind + "/" + operation(entry),
        entry.text("exchange", details.text("exchange", "")),
        target(entry, traits),
        level);
  }

  private static String operation(Json entry) {
    String asked = entry.at("facts").at("traits").text("operation", "");
    return asked.isEmpty() ? entry.text("question", "invoke") : asked;
  }

  private static String target(Json entry, Json traits) {
    String served = entry.at("served").text("model", "");
    String model = served.isEmpty() ? traits.text("model", "") : served;
    return model.isEmpty() ? entry.text("subject", entry.at("details").text("id", "")) : model;
  }

  private static Activity activity(String kind) {
    String verb = kind.substring(kind.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    return kind.indexOf('.') < 0
        ? Activity.OTHER
        : switch (verb) {
          case "created", "added", "opened", "requested", "made", "recorded" -> Activity.CREATE;
          case "viewed", "exported", "searched", "reconciled", "evidence_seen" -> Activity.READ;
          case "revoked", "erased", "dropped", "expired" -> Activity.DELETE;
          case "unknown" -> Activity.OTHER;
          default -> Activity.UPDATE;
        };
  }

  private static Result result(String kind, Json entry) {
    Json outcome = entry.at("outcome");
    Json fault = kind.equals("outcome") ? outcome.at("fault") : entry.at("refusal");
    long cost = entry.at("usage").integer("cost", 0);
    String code = fault.text("code", entry.text("reason", ""));
    long status = outcome.integer("status", entry.at("refusal").integer("status", 0));
    return new Result(ending(kind, entry), status, code, cost);
  }

  private static Ending ending(String kind, Json entry) {
    return switch (kind) {
      case "decision", "ruling" ->
          entry.text("verdict", "").equals("permit") ? Ending.SUCCESS : Ending.DENIED;
      case "refusal", "refusals" -> Ending.DENIED;
      case "outcome" ->
          switch (entry.at("outcome").text("kind", "")) {
            case "answered" -> Ending.SUCCESS;
            case "refused", "blocked" -> Ending.DENIED;
            default -> Ending.FAILURE;
          };
      case "outcome.unknown", "payload.incomplete" -> Ending.UNKNOWN;
      case "approval.denied", "waiver.denied" -> Ending.DENIED;
      default -> Ending.SUCCESS;
    };
  }
}
