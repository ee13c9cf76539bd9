package io.sluice.cli;

import io.sluice.config.Glimpse;
import io.sluice.config.Problem;
import io.sluice.json.JsonWriter;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** {@code doctor}: looks at everything that can be in the way, and says the fix. */
@Command(
    name = "doctor",
    description = "Check JDK, data directory, disk, clock, ports, provider keys and configuration.",
    footer = {
      "",
      "Says the fix for each problem and changes nothing. Exit status 1 if there is one."
    })
final class DoctorCommand extends Verb {
  private static final int LEAST_JAVA = 25;
  private static final URI ADMIN = URI.create("http://127.0.0.1:8081");

  /** Variables that make a provider where there is no file. */
  private static final List<String> KNOWN =
      List.of(
          "OPENAI_API_KEY",
          "ANTHROPIC_API_KEY",
          "GEMINI_API_KEY",
          "MISTRAL_API_KEY",
          "AWS_ACCESS_KEY_ID",
          "OLLAMA_HOST");

  @Override
  public Integer call() {
    var terminal = terminal();
    List<Finding> findings = examine(terminal);
    if (common.json) {
      terminal.say(json(findings));
    } else {
      print(terminal, findings);
    }
    long problems = findings.stream().filter(f -> f.state() == Finding.State.PROBLEM).count();
    return problems == 0 ? Exit.OK : Exit.NEGATIVE;
  }

  private List<Finding> examine(Terminal terminal) {
    var findings = new ArrayList<Finding>();
    findings.add(java());
    ClientPlane plane = ClientPlane.find(terminal, common);
    Optional<Glimpse> file = ConfigurationFile.of(terminal).glimpse();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    findings.addAll(new DataChecks(common.data(terminal), plane.running()).all(now));
    URI admin =
        plane.running()
            ? common.adminUrl(terminal).orElse(ADMIN)
            : file.flatMap(Glimpse::admin).orElse(ADMIN);
    findings.addAll(PortChecks.of(plane.uri(), admin, plane.running()));
    findings.addAll(configuration(terminal));
    findings.addAll(
        file.map(Glimpse::variables)
            .map(variables -> named(variables, terminal.environment()))
            .orElseGet(() -> List.of(found(terminal.environment()))));
    return findings;
  }

  private static Finding java() {
    String text = Runtime.version() + " at " + System.getProperty("java.home");
    return Runtime.version().feature() >= LEAST_JAVA
        ? Finding.ok("java", text)
        : Finding.problem(
            "java",
            text,
            "install JDK " + LEAST_JAVA + " or newer, or set SLUICE_JAVA_HOME to one");
  }

  private static List<Finding> configuration(Terminal terminal) {
    String check = "configuration";
    var checked = CheckCommand.Checked.of(terminal, null);
    if (checked.problems().isEmpty() && checked.warnings().isEmpty()) {
      return List.of(Finding.ok(check, checked.summary()));
    }
    var findings = new ArrayList<Finding>();
    for (Problem problem : checked.problems()) {
      findings.add(
          Finding.problem(check, problem.text(), "correct it; './sluice check' looks again"));
    }
    for (Problem warning : checked.warnings()) {
      findings.add(Finding.note(check, warning.text(), "leave it out until a version acts on it"));
    }
    return findings;
  }

  /** Names of variables only, never what is in them. */
  private static List<Finding> named(
      Map<String, String> variables, Map<String, String> environment) {
    var findings = new ArrayList<Finding>();
    variables.forEach(
        (provider, variable) ->
            findings.add(
                environment.getOrDefault(variable, "").isEmpty()
                    ? Finding.problem(
                        "provider key",
                        provider + " takes its key from " + variable + ", which is not set",
                        "set " + variable + ", or './sluice credentials add " + provider + "'")
                    : Finding.ok("provider key", provider + " has " + variable)));
    return findings;
  }

  private static Finding found(Map<String, String> environment) {
    List<String> set =
        KNOWN.stream().filter(name -> !environment.getOrDefault(name, "").isEmpty()).toList();
    return set.isEmpty()
        ? Finding.note(
            "provider key",
            "no file and no key in the environment: simulated providers answer",
            "set OPENAI_API_KEY or another provider's key, or write a file: ./sluice init")
        : Finding.ok("provider key", String.join(", ", set));
  }

  private static void print(Terminal terminal, List<Finding> findings) {
    Function<Finding, String> state = f -> f.state().name().toLowerCase(Locale.ROOT);
    int width = findings.stream().mapToInt(f -> f.check().length()).max().orElse(0);
    for (Finding finding : findings) {
      terminal.say(
          "%-8s %-"
              .concat(width + "s  %s")
              .formatted(state.apply(finding), finding.check(), finding.text()));
      if (!finding.fix().isEmpty()) {
        terminal.say(" ".repeat(9 + width + 2) + "fix: " + finding.fix());
      }
    }
  }

  private static String json(List<Finding> findings) {
    var writer = new JsonWriter(1_024).array();
    for (Finding finding : findings) {
      writer
          .object()
          .field("check", finding.check())
          .field("state", finding.state().name().toLowerCase(Locale.ROOT))
          .field("finding", finding.text())
          .field("fix", finding.fix())
          .endObject();
    }
    return writer.endArray().done().utf8();
  }
}
