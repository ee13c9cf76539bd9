package io.sluice.config;

import io.sluice.model.Candidate;
import io.sluice.pipeline.CheckRule;
import io.sluice.registry.Registry;
import io.sluice.wire.moderations.Moderations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The section {@code check} of a content rule. */
final class CheckSections {
  /** The most rules that may have one. */
  static final int MOST = 32;

  private static final Duration USUAL_TIME = Duration.ofSeconds(5);
  private static final Duration MOST_TIME = Duration.ofSeconds(60);
  private static final long USUAL_BYTES = 256 << 10;
  private static final long LEAST_BYTES = 1 << 10;
  private static final long MOST_BYTES = 4 << 20;
  private static final List<String> FAILING = List.of("enforce", "pass");

  private CheckSections() {}

  /**
   * Who is asked for {@code rule}; empty: nobody.
   *
   * @param registry null: models are not known, and not checked
   */
  static Optional<CheckRule> read(Section of, String rule, @Nullable Registry registry) {
    try (Section section = of.section("check")) {
      if (!section.present()) {
        return Optional.empty();
      }
      String model = section.text("model").orElse("");
      Set<String> valid = classifiers(registry);
      if (model.isEmpty()) {
        section.wrong("", "a check names who is asked: model");
      } else if (registry != null && !valid.contains(model)) {
        section.unresolved(
            "model",
            "'%s' is no model of a provider with 'api: %s'".formatted(model, Moderations.NAME),
            model,
            valid);
      }
      var bounds =
          new CheckRule.Bounds(
              section.duration("timeout", USUAL_TIME, MOST_TIME),
              (int) section.bytes("size", USUAL_BYTES, LEAST_BYTES, MOST_BYTES));
      boolean passing = section.word("on_failure", "enforce", FAILING).equals("pass");
      var categories = Set.copyOf(section.texts("categories"));
      return Optional.of(new CheckRule(rule, model, categories, bounds, passing));
    }
  }

  private static Set<String> classifiers(@Nullable Registry registry) {
    var names = new TreeSet<String>(Set.of(CheckRule.IN_PROCESS));
    if (registry != null) {
      for (Candidate candidate : registry.models()) {
        if (candidate.api().equals(Moderations.NAME)) {
          names.add(candidate.name());
          names.add(candidate.ref().text());
        }
      }
    }
    return names;
  }
}
