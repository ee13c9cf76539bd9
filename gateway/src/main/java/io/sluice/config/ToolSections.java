package io.sluice.config;

import io.sluice.flow.ToolPolicies;
import io.sluice.flow.ToolPolicy;
import io.sluice.flow.ToolPolicy.Claims;
import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.flow.ToolPolicy.Sink;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Readers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The section {@code tools}: what each tool does. */
final class ToolSections {
  private static final List<String> EFFECTS =
      Arrays.stream(Effect.values()).map(Effect::word).toList();
  private static final List<String> INTEGRITIES =
      Arrays.stream(Integrity.values()).map(Integrity::word).toList();

  /** What becomes of a tool that nobody described; a tool of that name has a section. */
  private static final String FIRST_USE = "first_use";

  private final Section root;
  private final List<String> categories;

  ToolSections(Section root, List<String> categories) {
    this.root = root;
    this.categories = categories;
  }

  ToolPolicies read() {
    Map<String, ToolPolicy> all = new HashMap<>();
    boolean approve = false;
    try (var section = root.section("tools")) {
      for (String name : section.keys()) {
        if (name.equals(FIRST_USE) && section.isText(name)) {
          approve = section.word(name, "pin", List.of("pin", "quarantine")).equals("quarantine");
        } else {
          all.put(name, tool(section.section(name)));
        }
      }
    }
    return new ToolPolicies(all, approve);
  }

  /** One tool in one line of an inventory, which has no sections. */
  static ToolPolicy line(Section row, List<String> categories) {
    return tool(row, () -> result(row, "result_", categories));
  }

  private ToolPolicy tool(Section section) {
    return tool(section, () -> result(section.section("result")));
  }

  /** What a tool returns; {@code from}: where in it its readers are named. */
  private record Result(Label label, List<String> from) {}

  private static ToolPolicy tool(Section section, Supplier<Result> result) {
    try (section) {
      Effect effect = effect(section);
      Sink usual = effect.usual();
      var least = section.word("min_integrity", usual.minIntegrity().word(), INTEGRITIES);
      var most = section.word("max_level", usual.maxLevel().word(), LabelSections.LEVELS);
      var sink =
          new Sink(
              section.texts("control_args"),
              section.texts("data_args"),
              section.texts("allowed"),
              Integrity.of(least).orElse(usual.minIntegrity()),
              Level.of(most).orElse(usual.maxLevel()));
      for (String both : sink.controlArgs()) {
        if (sink.dataArgs().contains(both)) {
          section.wrong("data_args", "'" + both + "' is one of 'control_args' too");
        }
      }
      Result returned = result.get();
      if (!returned.from().isEmpty() && returned.label().readers().everyone()) {
        section.wrong("result", "'readers_from' needs 'readers': who inside may read it");
      }
      return new ToolPolicy(
          effect,
          returned.label(),
          sink,
          section.truth("directory", false),
          new Claims(section.truth("vouched", false), returned.from()));
    }
  }

  private static Effect effect(Section section) {
    String word = section.word("effect", Effect.SEND_EXTERNAL.word(), EFFECTS);
    return Arrays.stream(Effect.values())
        .filter(effect -> effect.word().equals(word))
        .findFirst()
        .orElse(Effect.SEND_EXTERNAL);
  }

  private Result result(Section section) {
    try (section) {
      return result(section, "", categories);
    }
  }

  /** What a tool returns: the keys of a label, each after {@code before}. */
  private static Result result(Section section, String before, List<String> categories) {
    Label label = label(section, before, ToolPolicy.UNKNOWN_RESULT, categories);
    return new Result(label, section.texts(before + "readers_from"));
  }

  /** {@code integrity, level, categories, readers} of a section; else as usual. */
  static Label label(Section section, Label usual, List<String> categories) {
    return label(section, "", usual, categories);
  }

  private static Label label(Section section, String before, Label usual, List<String> categories) {
    var integrity = section.word(before + "integrity", usual.integrity().word(), INTEGRITIES);
    var level = section.word(before + "level", usual.level().word(), LabelSections.LEVELS);
    List<String> named = section.texts(before + "categories");
    for (String name : named) {
      if (!categories.contains(name)) {
        section.unresolved(
            before + "categories", "unknown category '" + name + "'", name, categories);
      }
    }
    return new Label(
        Integrity.of(integrity).orElse(usual.integrity()),
        Level.of(level).orElse(usual.level()),
        Categories.of(named.stream().filter(categories::contains).toList()),
        readers(section, before));
  }

  /** The names under {@code readers}; without any: everyone. */
  static Readers readers(Section section) {
    return readers(section, "");
  }

  private static Readers readers(Section section, String before) {
    String key = before + "readers";
    List<String> names = section.texts(key);
    for (String name : names) {
      if (!Readers.isName(name)) {
        section.wrong(key, "'" + key + "' are names of roles, teams or applications, or addresses");
      }
    }
    if (names.size() > Readers.MOST) {
      section.wrong(key, "there are at most " + Readers.MOST + " readers");
    }
    return names.isEmpty() ? Readers.EVERYONE : Readers.of(names);
  }
}
