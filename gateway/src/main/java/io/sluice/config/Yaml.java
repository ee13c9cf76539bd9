package io.sluice.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML 1.2 to nodes that know their line and column. Aliases are bounded, tags build nothing. */
final class Yaml {
  private static final int ALIASES = 50;

  private Yaml() {}

  /** The root section of {@code text}; syntax errors are problems, and the section is empty. */
  static Section read(String text, Problems problems) {
    return new Section(problems, compose(text, problems));
  }

  private static @Nullable Node compose(String text, Problems problems) {
    var settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(ALIASES)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.orElse(null);
    } catch (MarkedYamlEngineException e) {
      String what = e.getProblem() == null ? "not valid YAML" : "not valid YAML: " + e.getProblem();
      problems.mark(e.getProblemMark().orElse(null), what);
      return null;
    } catch (YamlEngineException e) {
      problems.mark(null, "not valid YAML");
      return null;
    }
  }
}
