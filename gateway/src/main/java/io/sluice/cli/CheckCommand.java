package io.sluice.cli;

import io.sluice.config.Config;
import io.sluice.config.Config.Surroundings;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import io.sluice.config.PolicyScope;
import io.sluice.config.Problem;
import io.sluice.json.JsonWriter;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: everything that is wrong in the configuration and its policy, at once. */
@Command(
    name = "check",
    description = "Validate configuration and policy: every problem with line and nearest name.",
    footer = {"", "Needs no running gateway. Exit status 1 if anything is wrong."})
final class CheckCommand extends Verb {
  @Option(
      names = "--config",
      paramLabel = "F",
      description = "the file; default: ./sluice.yaml, or the defaults where there is none")
  @Nullable Path file;

  @Option(names = "--print-defaults", description = "print the defaults as a file and leave")
  boolean defaults;

  @Override
  public Integer call() {
    var terminal = terminal();
    if (defaults) {
      terminal.out().print(InitCommand.defaults());
      return Exit.OK;
    }
    Checked checked = Checked.of(terminal, file);
    if (common.json) {
      terminal.say(json(checked));
    } else {
      checked.problems().forEach(problem -> terminal.say(problem.text()));
      checked.warnings().forEach(warning -> terminal.say("warning: " + warning.text()));
      terminal.note(checked.summary());
    }
    return checked.problems().isEmpty() ? Exit.OK : Exit.NEGATIVE;
  }

  /**
   * What a check found.
   *
   * @param what the file, or that there is none
   */
  record Checked(String what, List<Problem> problems, List<Problem> warnings) {
    Checked {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }

    /** Checks {@code named}, else the file in the directory, else the defaults. */
    static Checked of(Terminal terminal, @Nullable Path named) {
      Path here = named == null ? Path.of(ConfigurationFile.NAME) : named;
      Path path = terminal.directory().resolve(here);
      boolean none = named == null && !Files.exists(path);
      var around = new Surroundings(terminal.environment(), Instant.now());
      try {
        Loaded loaded = ConfigFile.load(none ? null : path, around);
        String what = none ? "no " + here + " here: the defaults" : here.toString();
        return of(loaded, what).seenFrom(terminal.directory());
      } catch (IOException e) {
        throw Failure.negative(here + " cannot be read");
      }
    }

    private static Checked of(Loaded loaded, String what) {
      return switch (loaded) {
        case Loaded.Bad bad -> new Checked(what, bad.problems(), List.of());
        case Loaded.Good good -> new Checked(what, policy(good.config()), good.config().warnings());
      };
    }

    private static RulesSettings scope(Config config) {
      var inventory = config.inventory().registry();
      var registry = Registry.of(inventory, Catalogue.shipped(), inventory.firstStart());
      return PolicyScope.of(config, registry);
    }

    private static List<Problem> policy(Config config) {
      Path directory = config.policy();
      var problems = new ArrayList<Problem>();
      try {
        Bundle bundle = directory == null ? Bundle.starter() : Bundle.read(directory);
        // a file without providers is checked before it is known who stands in: names are not held
        // then
        RulesSettings scope = config.inventory().simulated() ? RulesSettings.PLAIN : scope(config);
        String id = Rules.of(bundle, scope).id();
        assert !id.isEmpty();
      } catch (BundleException e) {
        String place = directory == null ? "starter bundle" : directory.toString();
        e.problems()
            .forEach(
                one ->
                    problems.add(
                        new Problem(
                            one.file().isEmpty() ? place : place + "/" + one.file(),
                            one.line(),
                            one.column(),
                            one.message(),
                            one.nearest())));
      }
      return problems;
    }

    /** With files as somebody in {@code directory} calls them. */
    private Checked seenFrom(Path directory) {
      return new Checked(what, shortened(problems, directory), shortened(warnings, directory));
    }

    private static List<Problem> shortened(List<Problem> all, Path directory) {
      String prefix = directory + "/";
      return all.stream()
          .map(
              one ->
                  one.file().startsWith(prefix)
                      ? new Problem(
                          one.file().substring(prefix.length()),
                          one.line(),
                          one.column(),
                          one.message(),
                          one.nearest())
                      : one)
          .toList();
    }

    /** One line. */
    String summary() {
      if (!problems.isEmpty()) {
        return "%s: %d %s"
            .formatted(what, problems.size(), problems.size() == 1 ? "problem" : "problems");
      }
      return what + (warnings.isEmpty() ? ": valid" : ": valid, with warnings");
    }
  }

  private static String json(Checked checked) {
    var writer = new JsonWriter(1_024).object();
    list(writer.name("problems"), checked.problems());
    list(writer.name("warnings"), checked.warnings());
    return writer.endObject().done().utf8();
  }

  private static void list(JsonWriter writer, List<Problem> problems) {
    writer.array();
    for (Problem problem : problems) {
      writer.object().field("file", problem.file()).field("line", problem.line());
      writer.field("column", problem.column()).field("message", problem.message());
      writer.name("nearest").array();
      problem.nearest().forEach(writer::value);
      writer.endArray().endObject();
    }
    writer.endArray();
  }
}
