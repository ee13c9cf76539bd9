package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Principal.Period;
import io.sluice.model.Readers;
import io.sluice.model.Task;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Facts as they stand in an entry, both ways: what was written whole is read back equal. */
final class FactsText {
  private static final long MICROS = 1_000_000;

  private FactsText() {}

  static void write(EntryText text, Facts facts) {
    text.open("exposure").open("base");
    label(text, facts.exposure().base());
    text.close();
    found(text, facts.exposure().found());
    text.close();
    losses(text, facts.losses());
    moment(text, facts.moment());
    principal(text, facts.principal());
    text.text("purpose", facts.purpose());
    traits(text, facts.traits());
    text.list("waivers", facts.waivers());
  }

  /** Nothing where nobody looked; an empty list where nothing is lost. */
  private static void losses(EntryText text, Losses losses) {
    if (!losses.known()) {
      return;
    }
    text.array("losses");
    for (var lost : Entries.kept(text, List.copyOf(losses.byModel().entrySet()))) {
      text.open().list("fields", lost.getValue()).text("model", lost.getKey()).close();
    }
    text.endArray();
  }

  private static void moment(EntryText text, Instant moment) {
    long second = moment.getEpochSecond();
    int nano = moment.getNano();
    text.number("moment", second * MICROS + nano / 1_000);
    if (nano % 1_000 != 0) {
      text.number("nanos", nano % 1_000);
    }
  }

  static void label(EntryText text, Label label) {
    text.list("categories", label.categories().names());
    text.text("integrity", label.integrity().word()).text("level", label.level().word());
    if (!label.readers().everyone()) {
      text.list("readers", label.readers().names());
    }
  }

  private static void found(EntryText text, List<Found> all) {
    if (all.isEmpty()) {
      return;
    }
    text.array("found");
    for (Found found : Entries.kept(text, all)) {
      text.open().number("count", found.count()).open("label");
      label(text, found.label());
      text.close().text("type", found.type()).close();
    }
    text.endArray();
  }

  private static void principal(EntryText text, Principal principal) {
    Allowance allowance = principal.allowance();
    text.open("principal").open("allowance");
    if (allowance.budget() != null) {
      text.number("budget", allowance.budget().micros());
    }
    text.text("period", Words.of(allowance.period()));
    text.number("rpm", allowance.requestsPerMinute()).close();
    Affiliation at = principal.affiliation();
    text.text("app", at.app()).list("chain", principal.delegation().chain());
    text.list("claimed", principal.delegation().claimed());
    Grants grants = principal.grants();
    if (grants.clearance() != null) {
      text.text("clearance", grants.clearance().word());
    }
    text.text("id", principal.id()).text("integrity", grants.integrity().word());
    text.text("level", grants.level().word()).list("models", grants.models());
    text.list("roles", at.roles()).text("session", principal.delegation().session());
    text.text("team", at.team()).text("tenant", principal.tenant()).close();
  }

  private static void traits(EntryText text, Traits traits) {
    Call call = traits.call();
    Size size = traits.size();
    text.open("traits").text("format", call.format());
    text.number("max_output", size.maxOutputTokens()).number("media", size.media());
    text.list("modalities", traits.modalities()).text("model", call.model());
    text.text("operation", Words.of(call.operation())).truth("stream", call.stream());
    text.text("task", traits.task().text());
    text.list("terms", traits.terms()).number("text_bytes", size.textBytes());
    text.list("tools", traits.tools()).close();
  }

  /**
   * The facts in the member {@code facts} of an entry. Where a list was cut, its beginning.
   *
   * @throws IllegalArgumentException if they are not in the form that {@link #write} gives them
   */
  static Facts read(Json json) {
    long micros = number(json, "moment");
    var moment =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, MICROS),
            Math.floorMod(micros, MICROS) * 1_000 + json.integer("nanos", 0));
    return new Facts(
        principal(json.at("principal")),
        traits(json.at("traits")),
        exposure(json.at("exposure")),
        json.text("purpose", ""),
        moment,
        list(json.at("waivers")),
        losses(json.at("losses")));
  }

  private static Losses losses(Json json) {
    if (json.missing()) {
      return Losses.UNKNOWN;
    }
    var byModel = new TreeMap<String, List<String>>();
    for (Json lost : json.items()) {
      byModel.put(lost.text("model", ""), list(lost.at("fields")));
    }
    return Losses.known(byModel);
  }

  /** The level of the whole content, without the rest of the facts. */
  static Level level(Json facts) {
    Json exposure = facts.at("exposure");
    Level level = Words.read(Level.class, exposure.at("base").text("level", ""));
    for (Json item : exposure.at("found").items()) {
      Level found = Words.read(Level.class, item.at("label").text("level", ""));
      level = found.compareTo(level) > 0 ? found : level;
    }
    return level;
  }

  private static Exposure exposure(Json json) {
    var found = new ArrayList<Found>();
    for (Json item : json.at("found").items()) {
      int count = Math.toIntExact(number(item, "count"));
      found.add(new Found(item.text("type", ""), label(item.at("label")), count));
    }
    return new Exposure(label(json.at("base")), found);
  }

  static Label label(Json json) {
    return new Label(
        Words.read(Integrity.class, json.text("integrity", "")),
        Words.read(Level.class, json.text("level", "")),
        Categories.of(list(json.at("categories"))),
        readers(json.at("readers")));
  }

  /** Without the member nobody was named; an empty list is nobody. */
  private static Readers readers(Json json) {
    return json.missing() ? Readers.EVERYONE : Readers.of(list(json));
  }

  private static Principal principal(Json json) {
    Json allowance = json.at("allowance");
    Money budget = allowance.at("budget").missing() ? null : new Money(number(allowance, "budget"));
    String clearance = json.text("clearance", "");
    return new Principal(
        json.text("tenant", ""),
        json.text("id", ""),
        new Affiliation(json.text("team", ""), json.text("app", ""), list(json.at("roles"))),
        new Grants(
            Words.read(Level.class, json.text("level", "")),
            clearance.isEmpty() ? null : Words.read(Level.class, clearance),
            Words.read(Integrity.class, json.text("integrity", "")),
            list(json.at("models"))),
        new Allowance(
            budget,
            Words.read(Period.class, allowance.text("period", "")),
            Math.toIntExact(number(allowance, "rpm"))),
        new Delegation(list(json.at("chain")), json.text("session", ""), list(json.at("claimed"))));
  }

  private static Traits traits(Json json) {
    return new Traits(
        new Call(
            json.text("format", ""),
            Words.read(Operation.class, json.text("operation", "")),
            json.text("model", ""),
            json.at("stream").bool(false),
            Task.of(json.text("task", ""))),
        list(json.at("modalities")),
        list(json.at("tools")),
        new Size(
            number(json, "text_bytes"),
            Math.toIntExact(number(json, "media")),
            number(json, "max_output")),
        list(json.at("terms")));
  }

  /** A list of texts, or the beginning of one that was cut. */
  static List<String> list(Json json) {
    var texts = new ArrayList<String>();
    for (Json item : (json.isObject() ? json.at("first") : json).items()) {
      texts.add(item.string().orElse(""));
    }
    return texts;
  }

  /** A whole number, which stands as text where other readers would round it. */
  static long number(Json json, String name) {
    Json value = json.at(name);
    return value.isString()
        ? Long.parseLong(value.string().orElse(""))
        : value
            .integer()
            .orElseThrow(() -> new IllegalArgumentException("no whole number at " + name));
  }
}
