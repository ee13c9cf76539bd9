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

  private ToolPolicy tool(Section section) {
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
      Section returned = section.section("result");
      List<String> from = returned.texts("readers_from");
      Label result = result(returned);
      if (!from.isEmpty() && result.readers().everyone()) {
        section.wrong("result", "'readers_from' needs 'readers': who inside may read it");
      }
      return new ToolPolicy(
          effect,
          result,
          sink,
          section.truth("directory", false),
          new Claims(section.truth("vouched", false), from));
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
      return label(section, ToolPolicy.UNKNOWN_RESULT, categories);
    }
  }

  /** {@code integrity, level, categories, readers} of a section; else as usual. */
  static Label label(Section section, Label usual, List<String> categories) {
    var integrity = section.word("integrity", usual.integrity().word(), INTEGRITIES);
    var level = section.word("level", usual.level().word(), LabelSections.LEVELS);
    List<String> named = section.texts("categories");
    for (String name : named) {
      if (!categories.contains(name)) {
        section.unresolved("categories", "unknown category '" + name + "'", name, categories);
      }
    }
    return new Label(
        Integrity.of(integrity).orElse(usual.integrity()),
        Level.of(level).orElse(usual.level()),
        Categories.of(named.stream().filter(categories::contains).toList()),
        readers(section));
  }

  /** The names under {@code readers}; without any: everyone. */
  static Readers readers(Section section) {
    List<String> names = section.texts("readers");
    for (String name : names) {
      if (!Readers.isName(name)) {
        section.wrong(
            "readers", "'readers' are names of roles, teams or applications, or addresses");
      }
    }
    if (names.size() > Readers.MOST) {
      section.wrong("readers", "there are at most " + Readers.MOST + " readers");
    }
    return names.isEmpty() ? Readers.EVERYONE : Readers.of(names);
  }
}
