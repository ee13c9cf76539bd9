package io.sluice.config;

import io.sluice.flow.Endorsements;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.IndexSettings;
import io.sluice.flow.Meaning;
import io.sluice.inspect.Inspector;
import io.sluice.model.Categories;
import io.sluice.model.Level;
import io.sluice.pipeline.ContentRules;
import io.sluice.registry.RouteSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The sections {@code labels} and {@code flow}, and what belongs to labels. */
final class LabelSections {
  static final List<String> LEVELS = List.of("public", "internal", "confidential", "restricted");
  private static final int MOST_BITS = 1_000_000;
  private static final long MOST_BYTES = 64L << 30;
  private static final long REGISTERED_BYTES = 64L << 20;
  private static final Duration YEAR = Duration.ofDays(366);
  private final Section root;

  LabelSections(Section root) {
    this.root = root;
  }

  Config.Labelling read() {
    RouteSetting.Flow mode;
    IndexSettings index;
    long registered;
    int endorsed;
    try (Section flow = root.section("flow")) {
      String word = flow.word("mode", "observe", List.of("observe", "balanced", "strict"));
      mode = RouteSetting.Flow.valueOf(word.toUpperCase(Locale.ROOT));
      endorsed =
          (int) flow.number("endorsed_bits", 0, MOST_BITS).orElse(Endorsements.BITS_PER_HOUR);
      Section sizes = flow.section("index");
      registered =
          sizes.bytes("registered", REGISTERED_BYTES, IndexSettings.LEAST_BYTES, MOST_BYTES);
      index = index(sizes);
    }
    try (Section labels = root.section("labels")) {
      List<String> levels = labels.texts("levels");
      if (!levels.isEmpty() && !levels.equals(LEVELS)) {
        labels.wrong("levels", "the levels are " + String.join(", ", LEVELS) + ", in this order");
      }
      Level level = Level.of(labels.word("default", "internal", LEVELS)).orElse(Level.INTERNAL);
      var categories = new ArrayList<>(FlowSettings.DEFAULT.categories());
      for (String own : labels.texts("categories")) {
        if (!categories.contains(own)) {
          categories.add(own);
        }
      }
      var findings = new HashMap<>(FlowSettings.DEFAULT.findings());
      meanings(labels, categories, findings);
      var markings = new MarkingSections(root, categories).read();
      var settings =
          new FlowSettings(
              categories, level, FlowSettings.DEFAULT.toolResult(), findings, markings, endorsed);
      var tools = new ToolSections(root, categories).read();
      return new Config.Labelling(
          settings, tools, index, mode, roles(), ContentRules.NONE, registered);
    }
  }

  /** Of what detectors find, and of what content rules do. */
  private void meanings(Section labels, List<String> categories, Map<String, Meaning> into) {
    var types = new TreeSet<>(FlowSettings.DEFAULT.findings().keySet());
    types.addAll(Inspector.TYPES);
    types.addAll(ContentSections.names(root));
    try (Section all = labels.section("findings")) {
      for (String type : all.keys()) {
        into.put(type, meaning(all.section(type), categories));
        if (!types.contains(type)) {
          all.unresolved(type, "no detector and no content rule finds '" + type + "'", type, types);
        }
      }
    }
  }

  /** {@code {size, tenant_share, dense, usual, confidential}}. */
  private static IndexSettings index(Section section) {
    try (section) {
      var usual = IndexSettings.DEFAULT;
      return new IndexSettings(
          section.bytes("size", usual.bytes(), IndexSettings.LEAST_BYTES, MOST_BYTES),
          (int) section.number("tenant_share", 1, 100).orElse(usual.tenantPercent()),
          section.duration("dense", usual.dense(), YEAR),
          section.duration("usual", usual.usual(), YEAR),
          section.duration("confidential", usual.confidential(), YEAR));
    }
  }

  private Map<String, Level> roles() {
    var all = new HashMap<String, Level>();
    root.sections("roles")
        .forEach(
            (name, section) -> {
              try (section) {
                if (section.text("clearance").isPresent()) { // else the role says nothing of it
                  String word = section.word("clearance", "public", LEVELS);
                  all.put(name, Level.of(word).orElse(Level.PUBLIC));
                }
              }
            });
    return all;
  }

  /** {@code {pii, level: confidential}}: categories are keys without a value. */
  private static Meaning meaning(Section section, List<String> categories) {
    try (section) {
      var level = Level.of(section.word("level", "public", LEVELS)).orElse(Level.PUBLIC);
      var named = new ArrayList<String>();
      for (String key : section.keys()) {
        if (key.equals("level")) {
          continue;
        }
        section.text(key);
        if (categories.contains(key)) {
          named.add(key);
        } else {
          section.unresolved(key, "unknown category '" + key + "'", key, categories);
        }
      }
      return new Meaning(Categories.of(named), level);
    }
  }
}
