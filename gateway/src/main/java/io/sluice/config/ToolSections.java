package io.sluice.config;

import io.sluice.flow.ToolPolicies;
import io.sluice.flow.ToolPolicy;
import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.flow.ToolPolicy.Sink;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
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
    return tool(row, () -> label(row, "result_", categories));
  }

  private ToolPolicy tool(Section section) {
    return tool(section, () -> result(section.section("result")));
  }

  private static ToolPolicy tool(Section section, Supplier<Label> result) {
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
      return new ToolPolicy(effect, result.get(), sink, section.truth("directory", false));
    }
  }

  private static Effect effect(Section section) {
    String word = section.word("effect", Effect.SEND_EXTERNAL.word(), EFFECTS);
    return Arrays.stream(Effect.values())
        .filter(effect -> effect.word().equals(word))
        .findFirst()
        .orElse(Effect.SEND_EXTERNAL);
  }

  private Label result(Section section) {
    try (section) {
      return label(section, "", categories);
    }
  }

  /** What a tool returns: the keys of a label, each after {@code before}. */
  private static Label label(Section section, String before, List<String> categories) {
    return label(section, before, ToolPolicy.UNKNOWN_RESULT, categories);
  }

  /** {@code integrity}, {@code level} and {@code categories} of a section; else as usual. */
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
        Categories.of(named.stream().filter(categories::contains).toList()));
  }
}
