package io.sluice.config;

import io.sluice.flow.Markings;
import io.sluice.flow.Markings.Mark;
import io.sluice.flow.Markings.Scope;
import io.sluice.flow.ToolPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The sections {@code segments} and {@code user_text}: where pasted text lies in messages. */
final class MarkingSections {
  private static final int MOST_MARKS = 50;
  private static final int MOST_CHARS = 200;

  private final Section root;
  private final List<String> categories;
  private final List<String> routes;

  MarkingSections(Section root, List<String> categories) {
    this.root = root;
    this.categories = categories;
    this.routes = root.section("routes").keys();
  }

  Markings read() {
    var marks = new ArrayList<Mark>();
    List<Section> listed = root.list("segments");
    if (listed.size() > MOST_MARKS) {
      root.wrong("segments", "there are at most " + MOST_MARKS + " pairs of marks");
    }
    for (Section section : listed) {
      try (section) {
        mark(section, marks);
      }
    }
    return new Markings(marks, mixed());
  }

  /** {@code {between: [OPEN, CLOSE], integrity, level, categories, apps, routes}}. */
  private void mark(Section section, List<Mark> into) {
    List<String> between = section.texts("between");
    var label = ToolSections.label(section, ToolPolicy.UNKNOWN_RESULT, categories);
    var scope = scope(section);
    boolean good =
        between.size() == 2
            && between.stream().allMatch(one -> !one.isBlank() && one.length() <= MOST_CHARS);
    if (good) {
      into.add(new Mark(between.getFirst(), between.getLast(), label, scope));
    } else {
      section.wrong(
          "between",
          "'between' must be two texts of at most %d characters: what begins and what ends it"
              .formatted(MOST_CHARS));
    }
  }

  /** {@code own}, {@code mixed}, or {@code [{apps, routes}, ...]} where it is mixed. */
  private List<Scope> mixed() {
    if (!root.isListOfSections("user_text")) {
      boolean everywhere = root.word("user_text", "own", List.of("own", "mixed")).equals("mixed");
      return everywhere ? List.of(Scope.ALL) : List.of();
    }
    var scopes = new ArrayList<Scope>();
    for (Section section : root.list("user_text")) {
      try (section) {
        scopes.add(scope(section));
      }
    }
    return scopes;
  }

  private Scope scope(Section section) {
    var named = section.texts("routes");
    for (String name : named) {
      if (!routes.contains(name)) {
        section.unresolved("routes", "there is no route '" + name + "'", name, routes);
      }
    }
    return new Scope(Set.copyOf(section.texts("apps")), Set.copyOf(named));
  }
}
