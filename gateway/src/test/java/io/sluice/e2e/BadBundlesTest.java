package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A bundle with any error is refused whole, and the one in force goes on, in a running process. */
class BadBundlesTest {
  private static final String HEAD =
      "@id(\"x\") @owner(\"test\") @reason(\"r\")\n"
          + "forbid (principal, action == Action::\"invokeModel\", resource";

  private static Simulator provider;
  private static RunningProcess gateway;
  private static String key;
  private static String inForce;

  /**
   * A bundle that cannot be used.
   *
   * @param change what is made of the starter bundle's schema
   * @param rule beside the starter bundle's
   * @param said what the refusal says
   */
  private record Bad(String name, Function<String, String> change, String rule, String said) {}

  private static final List<Bad> BUNDLES =
      List.of(
          rule("a syntax error", HEAD + ") when { context.level >= };", "more.cedar:2:"),
          rule("a type error", HEAD + ") when { context.level == \"one\" };", "more.cedar:2:"),
          rule("an unknown attribute", HEAD + ") when { context.levle == 1 };", "level"),
          rule("an unknown model", HEAD + ") when { resource.name == \"smal\" };", "small"),
          rule("an unknown provider", HEAD + " in Provider::\"clowd\");", "cloud"),
          rule(
              "a forbid that fails",
              HEAD + ") when { context.level + 9223372036854775807 > 0 };",
              "more.cedar:1:1"),
          rule("a huge bundle", HEAD + ");\n" + "// padding\n".repeat(120_000), ""),
          rule("too many rules", many(2_001), "more than 2000 rules"),
          new Bad(
              "cyclic groups",
              schema -> schema + "\nentity Team in [Group];\nentity Group in [Team];\n",
              "",
              "Team"),
          new Bad(
              "cyclic actions",
              schema -> schema.replace("action mask ", "action mask in [mask] "),
              "",
              "schema.cedarschema"),
          new Bad("no schema", _ -> "entity", "", "schema.cedarschema:1:"));

  private static Bad rule(String name, String rule, String said) {
    return new Bad(name, schema -> schema, rule, said);
  }

  private static String many(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(HEAD.replace("\"x\"", "\"x" + i + "\"")).append(");\n");
    }
    return text.toString();
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = RunningProcess.start(directory, Setup.openAi(provider.uri(), ""));
    key = gateway.key("\"level\":\"public\"");
    inForce = served();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @TestFactory
  Stream<DynamicTest> a_bad_bundle_is_refused_whole_and_the_old_one_serves() {
    return BUNDLES.stream().map(bad -> DynamicTest.dynamicTest(bad.name(), () -> refused(bad)));
  }

  private static void refused(Bad bad) {
    var files = new JsonWriter(65_536).object().name("files").array();
    for (SourceFile file : Bundle.starter().files()) {
      boolean schema = file.path().endsWith(".cedarschema");
      file(files, file.path(), schema ? bad.change().apply(file.text()) : file.text());
    }
    if (!bad.rule().isEmpty()) {
      file(files, "more.cedar", bad.rule());
    }
    String body = files.endArray().endObject().done().utf8();
    for (String verb : List.of("activate", "shadow", "simulate")) {
      HttpResponse<String> answer = gateway.administer("POST", "/api/v1/policy/" + verb, body);
      assertThat(answer.statusCode()).as(verb + ": " + answer.body()).isBetween(400, 413);
      assertThat(answer.body()).contains(bad.said());
    }
    assertThat(served()).isEqualTo(inForce);
  }

  private static void file(JsonWriter files, String path, String text) {
    files.object().field("path", path).field("text", text).endObject();
  }

  private static String served() {
    var answer =
        gateway.ask(
            "/v1/chat/completions",
            "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
            "authorization",
            "Bearer " + key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("x-sluice-policy").orElseThrow();
  }
}
