package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Config;
import io.sluice.config.Config.Surroundings;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path directory = Path.of("");

  private void configure(String yaml) throws IOException {
    Files.writeString(directory.resolve("sluice.yaml"), yaml);
  }

  @Test
  void without_a_file_the_defaults_are_valid() {
    var shell = new Shell(directory);
    assertThat(shell.run("check")).as(shell.out()).isEqualTo(Exit.OK);
    assertThat(shell.err()).contains("the defaults: valid");
  }

  @Test
  void every_problem_is_told_with_its_place_and_the_nearest_name() throws IOException {
    configure("server: {lisen: 127.0.0.1:1}\nflow: {mode: balancd}\n");
    var shell = new Shell(directory);
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("sluice.yaml:1:", "listen", "sluice.yaml:2:", "balanced");
    assertThat(shell.err()).contains("2 problems");
    assertThat(shell.run("check", "--json")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("\"line\":2", "\"nearest\":[\"balanced\"]");
  }

  @Test
  void a_file_that_is_named_and_not_there_is_a_negative_answer() {
    var shell = new Shell(directory);
    assertThat(shell.run("check", "--config", "none.yaml")).isEqualTo(Exit.NEGATIVE);
  }

  @Test
  void a_broken_policy_is_told_with_its_place() throws IOException {
    configure("policy: ./policy\n");
    Files.createDirectory(directory.resolve("policy"));
    Files.writeString(directory.resolve("policy/a.cedar"), "permit(principal, action, resource)\n");
    var shell = new Shell(directory);
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("policy");
  }

  @Test
  void a_policy_that_names_a_model_that_is_not_there_is_refused() throws IOException {
    configure(
        """
        providers: {cloud: {api: openai, base_url: http://127.0.0.1:9/v1}}
        models: {small: {provider: cloud}}
        policy: ./policy
        """);
    Path policy = Files.createDirectory(directory.resolve("policy"));
    for (String file : List.of("schema.cedarschema", "models.cedar")) {
      try (var in = CheckCommandTest.class.getResourceAsStream("/starter-policy/" + file)) {
        Files.write(policy.resolve(file), in.readAllBytes());
      }
    }
    Files.writeString(
        policy.resolve("own.cedar"),
        """
        @id("not-there") @owner("me") @reason("no")
        forbid (principal, action == Action::"invokeModel", resource == Model::"cloud/smal");
        """);
    var shell = new Shell(directory);
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("policy/own.cedar:2:", "cloud/smal", "cloud/small");
  }

  @Test
  void keys_without_effect_are_named() throws IOException {
    configure(
        """
        providers:
          one: {api: openai, base_url: http://127.0.0.1:9/v1, region: eu-west-1}
        models:
          a: {provider: one}
        routes:
          auto: {models: [a], optimise: {cost: 1.0, quality: 1.0}, payloads: full}
        content_rules: [{name: x, terms: [xy], verdict: mask}]
        limits: [{per: team, requests: 5/minute}]
        budgets: [{team: t, usd: 20/day}]
        tools: {mail: {effect: send_external}}
        audit: {keep: 1d}
        payloads: {default: none}
        approvals: {pending: 1h}
        """);
    var shell = new Shell(directory);
    assertThat(shell.run("check")).as(shell.out()).isEqualTo(Exit.OK);
    assertThat(shell.out())
        .contains("sluice.yaml:2:", "'region' has no effect for api 'openai'")
        .doesNotContain("'quality' has no effect")
        .doesNotContain("'payloads' has no effect")
        .doesNotContain("content_rules");
  }

  @Test
  void a_check_that_nobody_can_answer_is_refused_where_it_stands() throws IOException {
    configure(
        """
        providers:
          one: {api: openai, base_url: http://127.0.0.1:9/v1}
          j: {api: moderations, base_url: http://127.0.0.1:9/v1}
        models: {small: {provider: one}, judge: {provider: j}}
        content_rules:
          - {name: good, check: {model: judge}, verdict: block}
          - {name: mine, check: {model: in-process/injection, on_failure: pass}, verdict: hold}
          - {name: typo, check: {model: judg}, verdict: block}
          - {name: chat, check: {model: small}, verdict: block}
          - {name: whom, check: {timeout: 2s}, verdict: block}
          - {name: how, check: {model: judge, timeout: 2h, size: 1B, on_failure: shrug}, verdict: block}
        """);
    var shell = new Shell(directory);
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out())
        .contains("sluice.yaml:8:33", "'judg' is no model of a provider with 'api: moderations'")
        .contains("sluice.yaml:9:33", "'small' is no model")
        .contains("sluice.yaml:10:", "names who is asked")
        .contains("'timeout'", "'size'", "'on_failure'")
        .doesNotContain("sluice.yaml:6:", "sluice.yaml:7:");
  }

  @Test
  void a_content_rule_that_cannot_hold_is_refused_where_it_stands() throws IOException {
    configure(
        """
        providers:
          one: {api: openai, base_url: http://127.0.0.1:9/v1}
        models: {small: {provider: one}}
        routes: {auto: {models: [small]}, raw: {models: [small], release: unchecked}}
        roles: {analyst: {clearance: internal}}
        labels: {findings: {codenam: {legal}}}
        content_rules:
          - {name: codename, terms: [x, Falcon], verdict: mask}
          - {name: codename, terms: [Heron], verdict: mask}
          - {name: email, terms: [Heron], verdict: mask}
          - {name: slow, patterns: ['(a)\\1'], verdict: block}
          - {name: ahead, patterns: [ok, 'a(?=b)'], verdict: block}
          - {name: idle, terms: [Heron]}
          - {name: none, verdict: block}
          - {name: where, terms: [Heron], verdict: block, models: [smal], routes: [aut], roles: [analist]}
          - {name: unseen, terms: [Heron], verdict: block, routes: [raw]}
          - {name: way, terms: [Heron], verdict: stop, direction: up, findings: [emial]}
          - {name: typo, term: [Heron], verdict: block}
        """);
    var shell = new Shell(directory);
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out())
        .contains("sluice.yaml:6:30", "finds 'codenam'", "codename")
        .contains("sluice.yaml:8:30", "a term has from 2 to 200")
        .contains("sluice.yaml:9:12", "two rules 'codename'")
        .contains("sluice.yaml:10:12", "what a detector or a category is called")
        .contains("sluice.yaml:11:29", "a reference to what was matched")
        .contains("sluice.yaml:12:34", "looking around")
        .contains("sluice.yaml:13:5", "rule 'idle' does nothing")
        .contains("sluice.yaml:14:5", "needs something to look for")
        .contains("no model 'smal'", "no route 'aut'", "no role 'analist'", "small", "analyst")
        .contains("sluice.yaml:16:", "nothing looks at its answers")
        .contains("'verdict' must be one of", "'direction' is in, out", "email")
        .contains("sluice.yaml:18:18", "unknown key 'term'", "terms");
  }

  @Test
  void a_promise_that_cannot_be_kept_is_refused() throws IOException {
    configure(
        """
        providers:
          one: {api: openai, base_url: http://127.0.0.1:9/v1}
        models:
          a: {provider: one, price: {input: 1, output: 1}}
          b: {provider: one, profile: {clearance: internal}}
        routes:
          auto: {models: [a], record: overlapped}
          other: {models: [b], record: overlapped}
        budgets: [{usd: 1/day}]
        """);
    var shell = new Shell(directory);
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out())
        .contains("sluice.yaml:7:", "'overlapped' is not for what a hard budget counts")
        .contains("sluice.yaml:8:", "'b' is cleared for internal");
  }

  @Test
  void routes_that_record_beside_the_call_are_named() throws IOException {
    configure(
        """
        providers:
          one: {api: openai, base_url: http://127.0.0.1:9/v1}
        models: {a: {provider: one, price: {input: 1, output: 1}}}
        routes: {auto: {models: [a], record: overlapped}}
        budgets: [{usd: 1/day, kind: soft}]
        """);
    var shell = new Shell(directory);
    assertThat(shell.run("check")).as(shell.out()).isEqualTo(Exit.OK);
    assertThat(shell.out())
        .contains("sluice.yaml:4:", "route 'auto' records overlapped: a crash may lose");
  }

  @Test
  void a_file_without_providers_reads_no_variable_and_says_so() throws IOException {
    configure("flow: {mode: observe}\n");
    var shell = new Shell(directory).with("OPENAI_API_KEY", "sk-canary");
    assertThat(shell.run("check")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("OPENAI_API_KEY: set, and not used");
    var around = new Surroundings(Map.of("OPENAI_API_KEY", "sk-canary"), Instant.EPOCH);
    var file = ConfigFile.load(directory.resolve("sluice.yaml"), around);
    assertThat(((Loaded.Good) file).config().inventory().simulated()).isTrue();
    var none = ConfigFile.load(null, around);
    assertThat(((Loaded.Good) none).config().inventory().simulated()).isFalse();
    configure("models: {a: {provider: openai}}\n");
    assertThat(shell.run("check")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("'models' needs 'providers'");
  }

  @Test
  void the_printed_defaults_are_those_in_force() throws IOException {
    var shell = new Shell(directory);
    assertThat(shell.run("check", "--print-defaults")).isEqualTo(Exit.OK);
    Path file = Files.writeString(directory.resolve("printed.yaml"), shell.out());
    Config printed = load(file);
    Config inForce = load(null);
    assertThat(printed.warnings()).isEmpty();
    assertThat(printed.planes()).isEqualTo(inForce.planes());
    assertThat(printed.labelling()).isEqualTo(inForce.labelling());
    assertThat(printed.behaviour().drain()).isEqualTo(inForce.behaviour().drain());
    assertThat(printed.behaviour().firstByte()).isEqualTo(inForce.behaviour().firstByte());
    assertThat(printed.behaviour().idle()).isEqualTo(inForce.behaviour().idle());
    assertThat(printed.inventory().simulated()).isTrue();
  }

  private static Config load(@Nullable Path file) throws IOException {
    Loaded loaded = ConfigFile.load(file, new Surroundings(Map.of(), Instant.EPOCH));
    return switch (loaded) {
      case Loaded.Good good -> good.config();
      case Loaded.Bad bad -> throw new AssertionError(bad.problems());
    };
  }
}
