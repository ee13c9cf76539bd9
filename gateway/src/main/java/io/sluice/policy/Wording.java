package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sentence with places to fill in, such as {@code provider '{provider}' has clearance
 * {clearance}}. Only names, words and numbers that the caller may see can be filled in.
 */
record Wording(String text) {
  /** What can be filled in. */
  static final Map<String, Function<View, String>> PLACES =
      Map.ofEntries(
          Map.entry("provider", view -> model(view, model -> model.ref().provider())),
          Map.entry("model", view -> model(view, Candidate::name)),
          Map.entry("zone", view -> model(view, one -> Attribute.word(one.profile().zone()))),
          Map.entry(
              "training", view -> model(view, one -> Attribute.word(one.profile().training()))),
          Map.entry("clearance", view -> model(view, one -> one.profile().clearance().word())),
          Map.entry(
              "review",
              view -> model(view, one -> Attribute.word(one.profile().review().standing()))),
          Map.entry("jurisdiction", view -> model(view, Wording::jurisdiction)),
          Map.entry("retention", view -> model(view, Wording::retention)),
          Map.entry("from", view -> named(view.from(), model -> model.ref().provider())),
          Map.entry("level", view -> view.label().level().word()),
          Map.entry("categories", view -> list(view.label().categories().names())),
          Map.entry("audience", Wording::audience),
          Map.entry("tool", view -> call(view, use -> use.tool().name())),
          Map.entry("effect", view -> call(view, use -> use.tool().effect())),
          Map.entry("readers", view -> view.label().readers().text()),
          Map.entry("integrity", view -> view.label().integrity().word()),
          Map.entry("terms", view -> list(view.facts().traits().terms())),
          Map.entry("losses", view -> list(view.losses())),
          Map.entry("tools", view -> list(view.facts().traits().tools())),
          Map.entry("purpose", view -> view.facts().purpose()),
          Map.entry("asked", view -> view.facts().traits().call().model()));

  /** Those of them that a remembered decision tells apart only if the schema declares them. */
  static final List<String> DECLARED = List.of("terms", "tools", "purpose", "asked", "losses");

  /** The places of this sentence, known or not. */
  List<String> places() {
    var all = new ArrayList<String>();
    int open = text.indexOf('{');
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      all.add(text.substring(open + 1, close));
      open = text.indexOf('{', close);
    }
    return all;
  }

  /** The sentence with everything filled in from {@code view}. */
  String in(View view) {
    String filled = text;
    for (String place : places()) {
      var value = PLACES.get(place);
      if (value != null) {
        filled = filled.replace("{" + place + "}", value.apply(view));
      }
    }
    return filled;
  }

  private static String model(View view, Function<Candidate, String> value) {
    return named(view.model(), value);
  }

  private static String named(@Nullable Candidate model, Function<Candidate, String> value) {
    return model == null ? "" : value.apply(model);
  }

  private static String jurisdiction(Candidate model) {
    String stated = model.profile().jurisdiction();
    return stated.isEmpty() ? "unknown" : stated;
  }

  private static String retention(Candidate model) {
    int days = model.profile().retentionDays();
    return days < 0 ? "unknown" : days + " days";
  }

  private static String audience(View view) {
    return view.thing() instanceof Thing.Audience(Level clearance) ? clearance.word() : "";
  }

  private static String call(View view, Function<ToolUse, String> value) {
    return view.thing() instanceof Thing.Call(ToolUse use) ? value.apply(use) : "";
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
