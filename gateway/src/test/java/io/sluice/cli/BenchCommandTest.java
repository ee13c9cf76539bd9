package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.routing.SampleOutcomes;
import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.route.StrengthsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path directory = Path.of("");

  private static Json json(Shell shell) throws Exception {
    return Json.parse(Bytes.utf8(shell.out()), JsonLimits.DEFAULT);
  }

  @Test
  void choosing_by_task_saves_more_than_mixing_models_and_breaks_no_policy() throws Exception {
    var shell = new Shell(directory);

    assertThat(shell.run("bench", "routing", "--json")).as(shell.err()).isEqualTo(Exit.OK);

    Json set = json(shell).at("sets").items().getFirst();
    double hull = set.at("hull").at("save95").at("value").number().orElseThrow();
    for (String mode : new String[] {"given", "classified"}) {
      Json figures = set.at(mode).at("figures");
      assertThat(figures.at("save95").at("value").number().orElseThrow()).isGreaterThan(hull);
      assertThat(set.at(mode).at("pair").at("apgr").number().orElseThrow()).isGreaterThan(0.5);
    }
    assertThat(set.at("policies").items()).hasSize(3);
    assertThat(json(shell).at("overall").integer("violations", -1)).isZero();
  }

  @Test
  void sets_with_gaps_unknown_models_and_unknown_policies_columns_are_measured_too()
      throws Exception {
    write(
        "odd.prompts.jsonl",
        """
        {"id": "1", "task": "", "prompt": "hello"}
        {"id": "2", "task": "x", "prompt": "", "tools": [{"name": "f", "nparams": 1}]}
        {"id": "3", "prompt": "nobody answered this"}
        """);
    write(
        "odd.outcomes.csv",
        """
        id,model,quality,cost_usd,latency_s
        1,"a, quoted",1,0.001,
        1,b,0.5,0,1.5
        2,b,1,0.002,
        9,b,1,0.002,
        3,b,,,
        """);
    write(
        "policies.json",
        """
        {"policies": [{"id": "none-can-tell", "require": [["nowhere", "==", 1]]}]}
        """);
    var shell = new Shell(directory);

    assertThat(shell.run("bench", "routing", "--data", ".", "--json")).isEqualTo(Exit.OK);

    Json set = json(shell).at("sets").items().getFirst();
    assertThat(set.integer("prompts", 0)).isEqualTo(2);
    assertThat(set.integer("models", 0)).isEqualTo(2);
    Json policy = set.at("policies").items().getFirst();
    assertThat(policy.integer("refused", 0)).isEqualTo(2);
    assertThat(policy.integer("plans", -1)).isZero();
  }

  @Test
  void outcomes_make_a_table_by_which_the_cold_choice_of_other_sets_is_judged() throws Exception {
    SampleOutcomes.write(directory);
    var shell = new Shell(directory);
    assertThat(shell.run("bench", "routing", "--data", ".", "--derive", "t.csv"))
        .isEqualTo(Exit.OK);
    var made = StrengthsTable.read(Files.readAllLines(directory.resolve("t.csv")));
    assertThat(made.origins()).containsOnlyKeys("sample");
    assertThat(made.models().get("code")).containsKeys("small-coder", "premium");

    write("other.prompts.jsonl", "{\"id\": \"1\", \"prompt\": \"hello\"}");
    write("other.outcomes.csv", "id,model,quality,cost_usd\n1,a,1,0.001\n1,b,0.5,0.0001\n");
    var judged = new Shell(directory);
    assertThat(judged.run("bench", "routing", "--data", ".", "--table", "t.csv", "--json"))
        .isEqualTo(Exit.OK);
    var byName = new HashMap<String, Boolean>();
    for (Json set : json(judged).at("sets").items()) {
      byName.put(set.text("set", ""), set.at("cold_by_shipped_table").bool(false));
    }
    assertThat(byName).isEqualTo(Map.of("other", true, "sample", false));

    write("bad.csv", "kind,text,1");
    assertThat(shell.run("bench", "routing", "--data", ".", "--table", "bad.csv"))
        .isEqualTo(Exit.NEGATIVE);
    assertThat(shell.err()).contains("is no table");
    assertThat(shell.run("bench", "routing", "--derive", "t.csv")).isEqualTo(Exit.NEGATIVE);
  }

  @Test
  void a_folder_without_sets_is_a_negative_answer() throws IOException {
    var shell = new Shell(directory);
    assertThat(shell.run("bench", "routing", "--data", "nowhere")).isEqualTo(Exit.NEGATIVE);
    Files.createDirectory(directory.resolve("empty"));
    assertThat(shell.run("bench", "routing", "--data", "empty")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.run("bench")).isEqualTo(Exit.USAGE);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
