package io.sluice.cli;

import io.sluice.json.JsonWriter;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.PolicyTests;
import io.sluice.policy.PolicyTests.Result;
import io.sluice.policy.RulesSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy test}: the cases that a bundle carries. */
@Command(
    name = "policy",
    description = "The policy bundle: rules as code, with their tests.",
    subcommands = {
      PolicyCommand.Test.class,
      PolicySimulate.class,
      PolicyExposure.class,
      PolicyLife.Show.class,
      PolicyLife.Activate.class,
      PolicyLife.Rollback.class
    })
final class PolicyCommand extends Group {

  /** Runs the cases. */
  @Command(
      name = "test",
      description = "Run the test cases of a policy bundle. Exit 1: one failed.",
      footer = {
        "",
        "Without DIR: ./policy where there is one, else the starter bundle. Needs no running"
            + " gateway."
      })
  static final class Test extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "the bundle's directory")
    @Nullable Path directory;

    @Override
    public Integer call() {
      var terminal = terminal();
      List<Result> results = run(terminal);
      long failed = results.stream().filter(result -> !result.passed()).count();
      if (common.json) {
        terminal.say(json(results));
      } else {
        results.stream()
            .filter(result -> !result.passed())
            .forEach(result -> terminal.say(result.text()));
        terminal.say("%d passed, %d failed".formatted(results.size() - failed, failed));
      }
      return failed == 0 ? Exit.OK : Exit.NEGATIVE;
    }

    private List<Result> run(Terminal terminal) {
      Path named = directory == null ? Path.of("policy") : directory;
      Path place = terminal.directory().resolve(named);
      boolean starter = directory == null && !Files.isDirectory(place);
      try {
        Bundle bundle = starter ? Bundle.starter() : Bundle.read(place);
        if (starter && !common.json) {
          terminal.note("no directory ./policy: the starter bundle");
        }
        return PolicyTests.run(bundle, RulesSettings.PLAIN);
      } catch (BundleException e) {
        throw Failure.negative(String.valueOf(e.getMessage()));
      }
    }

    private static String json(List<Result> results) {
      var writer = new JsonWriter(1_024).array();
      for (Result result : results) {
        writer
            .object()
            .field("name", result.name())
            .field("file", result.file())
            .field("line", result.line())
            .field("passed", result.passed())
            .field("message", result.message())
            .endObject();
      }
      return writer.endArray().done().utf8();
    }
  }
}
