package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final RulesSettings KNOWING =
      new RulesSettings(
          new RulesSettings.Known(
              Set.of("openai", "own"), Set.of("gpt-large", "openai/gpt-5.2", "own/llama")),
          RulesSettings.CATEGORIES,
          Set.of(),
          10);

  private static List<String> texts(List<Problem> problems) {
    return problems.stream().map(Problem::text).toList();
  }

  private static void assertWrong(String rule, String place, String... words) {
    var problems = texts(Bundles.problems(Bundles.rules(rule), KNOWING));
    assertThat(problems).as(rule).isNotEmpty();
    assertThat(problems).anySatisfy(text -> assertThat(text).startsWith(place).contains(words));
  }

  @Test
  void a_syntax_error_is_found_where_it_is() {
    assertWrong(
        Bundles.PERMIT_ALL
            + "\n@id(\"b\") @owner(\"o\") @reason(\"r\")\npermit (principal action);",
        "rules0.cedar:5:19:",
        "unexpected token `action`");
  }

  @Test
  void umlauts_before_an_error_do_not_move_it() {
    assertWrong(
        "// für alle\n@id(\"b\") @owner(\"ö\") @reason(\"größer\") permit (principal action);",
        "rules0.cedar:2:58:",
        "unexpected token");
  }

  @Test
  void a_rule_without_end_is_a_problem() {
    assertWrong("@id(\"b\") permit (principal, action, resource)", "rules0.cedar:1:", "unexpected");
    assertWrong("@id(\"b", "rules0.cedar:1:", "");
  }

  @Test
  void an_unknown_attribute_is_found_with_the_nearest() {
    assertWrong(
        Bundles.forbid("a", "context.levl > 1"),
        "rules0.cedar:2:70:",
        "levl",
        "did you mean",
        "level");
  }

  @Test
  void a_comparison_of_unlike_types_is_found() {
    assertWrong(Bundles.forbid("a", "context.level == \"internal\""), "rules0.cedar:2:", "Long");
  }

  @Test
  void a_rule_that_can_never_apply_is_a_problem() {
    assertWrong(
        "@id(\"a\") @owner(\"o\") @reason(\"r\") permit (principal, action =="
            + " Action::\"releaseOutput\", resource is Model);",
        "rules0.cedar:1:",
        "action");
  }

  @Test
  void names_that_stand_for_nothing_are_found_with_the_nearest() {
    assertWrong(
        Bundles.forbid("a", "resource.provider == \"opnai\""),
        "rules0.cedar:2:",
        "opnai",
        "openai");
    assertWrong(
        Bundles.forbid("a", "resource.name == \"gpt-larg\""), "rules0.cedar:2:", "gpt-large");
    assertWrong(
        "@id(\"a\") @owner(\"o\") @reason(\"r\") forbid (principal, action, resource =="
            + " Model::\"openai/gpt-5\");",
        "rules0.cedar:1:",
        "openai/gpt-5.2");
    assertWrong(
        "@id(\"a\") @owner(\"o\") @reason(\"r\") forbid (principal, action, resource in"
            + " Provider::\"owm\");",
        "rules0.cedar:1:",
        "own");
    assertWrong(
        Bundles.forbid("a", "context.categories.containsAny([\"pii\", \"pcii\"])"),
        "rules0.cedar:2:",
        "pcii",
        "pci");
    assertWrong(Bundles.forbid("a", "resource.zone == \"extern\""), "rules0.cedar:2:", "external");
    assertWrong(Bundles.forbid("a", "context.level > 4"), "rules0.cedar:2:", "from 0 to 3");
    assertWrong(Bundles.mask("a", "pie", "context.level > 1"), "rules0.cedar:1:", "pie", "pii");
  }

  private static String operators(String condition) {
    return "@id(\"a\") @owner(\"o\") @reason(\"r\")\nforbid (principal, action =="
        + " Action::\"administer\", resource)\nwhen { %s };".formatted(condition);
  }

  @Test
  void what_operators_cannot_do_and_words_of_closed_lists_are_found_with_the_nearest() {
    assertWrong(
        operators("resource.name == \"policy.activat\""),
        "rules0.cedar:3:25: there is no operation 'policy.activat'",
        "did you mean policy.activate");
    assertWrong(
        operators("[\"keys.create\", \"keys.destroy\"].contains(resource.name)"),
        "rules0.cedar:3:",
        "no operation 'keys.destroy'");
    assertWrong(
        "@id(\"a\") @owner(\"o\") @reason(\"r\") forbid (principal, action =="
            + " Action::\"administer\", resource == Operation::\"keys.creat\");",
        "rules0.cedar:1:",
        "no operation 'keys.creat'",
        "keys.create");
    assertWrong(operators("principal.role == \"admn\""), "rules0.cedar:3:", "'admn'", "admin");
    String viewing = operators("resource.kind == \"payloads\"").replace("administer", "viewRecord");
    assertWrong(viewing, "rules0.cedar:3:", "no kind 'payloads'", "payload");
    String calling = operators("resource.effect == \"send_out\"").replace("administer", "callTool");
    assertWrong(calling, "rules0.cedar:3:", "no effect 'send_out'");
    assertWrong(
        operators("context.mode == \"strickt\"").replace("administer", "callTool"),
        "rules0.cedar:3:",
        "strict");
    assertWrong(Bundles.forbid("a", "resource.jurisdiction == \"UX\""), "rules0.cedar:2:", "UX");
    var sound =
        Bundles.rules(
            operators("resource.name == \"policy.activate\" && principal.role == \"admin\""),
            Bundles.forbid(
                "b", "resource.jurisdiction != \"DE\" && resource.jurisdiction != \"\""));
    assertThat(texts(Bundles.problems(sound, KNOWING))).isEmpty();
  }

  @Test
  void a_rule_that_fails_on_ordinary_content_is_a_problem() {
    assertWrong(
        Bundles.forbid("x", "context.level + 9223372036854775807 > 0"),
        "rules0.cedar:1:1",
        "fails");
  }

  @Test
  void names_that_stand_for_something_are_no_problem() {
    var sound =
        Bundles.rules(
            Bundles.forbid(
                "a", "resource.provider == \"openai\" && resource.name == \"gpt-large\""),
            Bundles.forbid("b", "resource.id == \"llama\" || resource in Provider::\"own\""),
            Bundles.forbid("c", "resource == Model::\"own/llama\" && principal.team == \"any\""));
    assertThat(texts(Bundles.problems(sound, KNOWING))).isEmpty();
  }

  @Test
  void annotations_are_needed_and_checked() {
    assertWrong("permit (principal, action, resource);", "rules0.cedar:1:1:", "@id");
    assertWrong(
        "@id(\"a\") @owner(\"\") permit (principal, action, resource);", "rules0", "@owner");
    assertWrong("@id(\"a\") permit (principal, action, resource);", "rules0", "@reason");
    assertWrong("@id(\"a b\") permit (principal, action, resource);", "rules0", "letters");
    assertWrong("@idd(\"a\") permit (principal, action, resource);", "rules0.cedar:1:1:", "id");
    assertWrong(Bundles.PERMIT_ALL + Bundles.PERMIT_ALL, "rules0.cedar:3:", "another rule 'all'");
    assertWrong("@mask(\"pii\") " + Bundles.PERMIT_ALL, "rules0", "permit of Action::\"mask\"");
    assertWrong(
        "@mask(\"pii\") " + Bundles.forbid("a", "context.level > 1"),
        "rules0",
        "permit of Action::\"mask\"");
    assertWrong(Bundles.mask("a", " ", "context.level > 1"), "rules0", "at least one category");
    assertWrong(
        Bundles.permit("a", "context.level > 1").replace("invokeModel", "mask"),
        "rules0",
        "a permit to mask needs @mask");
    assertWrong(
        "@id(\"a\") @owner(\"o\") @reason(\"at {provder}\") forbid (principal, action, resource);",
        "rules0.cedar:1:",
        "provider");
  }

  @Test
  void a_template_is_no_rule() {
    assertWrong(
        "@id(\"a\") @owner(\"o\") @reason(\"r\") permit (principal == ?principal, action,"
            + " resource);",
        "rules0.cedar:1:",
        "template");
  }

  @Test
  void every_problem_is_reported_at_once() {
    var bundle =
        Bundles.rules(
            "permit (principal action);",
            Bundles.forbid("a", "context.levl > 1")
                + Bundles.forbid("b", "resource.zon == \"own\""));
    assertThat(texts(Bundles.problems(bundle)))
        .anyMatch(text -> text.startsWith("rules0.cedar:1:"))
        .anyMatch(text -> text.startsWith("rules1.cedar:2:"))
        .anyMatch(text -> text.startsWith("rules1.cedar:4:"));
  }

  @Test
  void a_schema_may_declare_less_but_nothing_else() {
    String schema = Bundles.schema().text();
    assertSchema(schema.replace("tenant: String", "tennant: String"), "tennant", "tenant");
    assertSchema(schema.replace("retentionDays: Long", "retentionDays: String"), "Long");
    assertSchema(schema.replace("action fallback", "action falback"), "falback", "fallback");
    assertSchema(schema.replace("tenant: String", "tenant: Strin"), "Strin");
    assertSchema(schema.replace("entity Provider;", "entity Provider"), "unexpected token");
    assertSchema(schema + "entity Extra;", "Extra");
    assertSchema("namespace A { " + schema + " }", "namespace");
    assertSchema(
        schema
            .replace("action mask appliesTo", "action mask in [invokeModel] appliesTo")
            .replace("action invokeModel appliesTo", "action invokeModel in [mask] appliesTo"),
        "cycle");
    String less =
        schema
            .replace("  price: String, // free, low, medium, high, unknown\n", "")
            .replace("  tools: Set<String>,\n", "");
    assertThat(less).isNotEqualTo(schema);
    var bundle = Bundles.withSchema(less, Bundles.PERMIT_ALL);
    assertThat(texts(Bundles.problems(bundle))).isEmpty();
  }

  private static void assertSchema(String schema, String... words) {
    var problems = texts(Bundles.problems(Bundles.withSchema(schema, Bundles.PERMIT_ALL)));
    assertThat(problems)
        .anySatisfy(text -> assertThat(text).startsWith("schema.cedarschema:").contains(words));
  }

  @Test
  void what_the_schema_does_not_declare_cannot_be_said_in_a_reason() {
    String schema = Bundles.schema().text().replaceFirst("  terms: Set<String>,[^\n]*\n", "");
    String rule =
        "@id(\"a\") @owner(\"o\") @reason(\"{terms}\") forbid (principal, action, resource);";
    assertThat(texts(Bundles.problems(Bundles.withSchema(schema, rule))))
        .singleElement()
        .asString()
        .contains("terms");
  }

  @Test
  void a_bundle_without_schema_or_rules_is_a_problem() {
    assertThat(texts(Bundles.problems(Bundle.of(List.of())))).hasSize(1);
    assertThat(texts(Bundles.problems(Bundles.rules("// nothing")))).hasSize(1);
  }

  @Test
  void a_huge_bundle_is_refused_without_being_read(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve(Bundle.SCHEMA), Bundles.schema().text());
    Files.writeString(directory.resolve("big.cedar"), "// x\n".repeat(300_000));
    var refused = catchThrowableOfType(BundleException.class, () -> Bundle.read(directory));
    assertThat(texts(refused.problems())).singleElement().asString().contains("too large");
    Files.delete(directory.resolve("big.cedar"));
    Files.write(directory.resolve("bytes.cedar"), new byte[] {(byte) 0xff, (byte) 0xfe});
    var unread = catchThrowableOfType(BundleException.class, () -> Bundle.read(directory));
    assertThat(texts(unread.problems())).singleElement().asString().contains("UTF-8");
    var missing =
        catchThrowableOfType(
            BundleException.class, () -> Bundle.read(directory.resolve("nowhere")));
    assertThat(texts(missing.problems())).singleElement().asString().contains("no directory");
  }

  @Test
  void too_many_rules_are_refused() {
    var text = new StringBuilder();
    for (int i = 0; i < 2_001; i++) {
      text.append("@id(\"r").append(i).append("\") permit (principal, action, resource);\n");
    }
    assertThat(texts(Bundles.problems(Bundles.rules(text.toString()))))
        .singleElement()
        .asString()
        .contains("2000");
  }

  @Test
  void the_id_is_of_names_and_contents_and_nothing_else(@TempDir Path directory)
      throws IOException, BundleException {
    for (SourceFile file : Bundle.starter().files()) {
      Path path = directory.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(directory.resolve("README.md"), "not part of it");
    assertThat(Bundle.read(directory).id()).isEqualTo(Bundle.starter().id());
    Files.writeString(directory.resolve("models.cedar"), "// other");
    assertThat(Bundle.read(directory).id()).isNotEqualTo(Bundle.starter().id());
  }

  @Test
  void a_failed_case_says_where_it_stands_and_what_came() throws BundleException {
    String cases =
        """
        cases:
          - name: fine
            given: {level: public, model: {}}
            expect: allow
          - name: wrong
            given: {level: internal, model: {provider: x}}
            expect: allow
          - name: wrong rule
            given: {level: internal, model: {provider: x}}
            expect: deny
            by: [confidential-training]
            never: [above-clearance]
        """;
    var results = PolicyTests.run(withCases(cases), RulesSettings.PLAIN);
    assertThat(results).extracting(PolicyTests.Result::passed).containsExactly(true, false, false);
    assertThat(results.get(1).text())
        .startsWith("tests/more.yaml:5: wrong: expected allow, came deny by [above-clearance]");
    assertThat(results.get(2).text()).startsWith("tests/more.yaml:8: ").contains("expected by");
  }

  @Test
  void what_must_never_be_is_tried_in_every_combination() throws BundleException {
    String never =
        """
        never:
          - {name: restricted goes out, level: restricted, zone: external}
          - {name: internal goes out, level: internal, zone: external}
        """;
    var results = PolicyTests.run(withCases(never), RulesSettings.PLAIN);
    assertThat(results).extracting(PolicyTests.Result::passed).containsExactly(true, false);
    assertThat(results.get(1).text())
        .startsWith("tests/more.yaml:3: never: internal goes out: allowed for: level internal")
        .contains("zone external");
    assertCase("never: [{name: a, levl: public}]", "level");
    assertCase("never: [{name: a, level: pubic}]", "public");
    assertCase("never: [{level: public}]", "name");
  }

  @Test
  void a_case_that_cannot_be_understood_is_a_problem() {
    assertCase("cases: [{name: a, given: {levl: public, model: {}}, expect: allow}]", "level");
    assertCase("cases: [{name: a, given: {level: pubic, model: {}}, expect: allow}]", "public");
    assertCase("cases: [{name: a, given: {model: {}}, expect: alow}]", "allow");
    assertCase("cases: [{name: a, given: {model: {}}}]", "expect");
    assertCase("cases: [{name: a, given: {}, expect: deny}]", "model");
    assertCase("cases: [{given: {model: {}}, expect: deny}]", "name");
    assertCase("cases: [{name: a, given: {model: b}, expect: deny}]", "model");
    assertCase("cases: [{name: a, given: {model: {}}, expect: deny, by: [clered]}]", "cleared");
    assertCase("cases: {a: b}", "list");
    assertCase("cases: [", "YAML");
  }

  private static void assertCase(String cases, String word) {
    var refused =
        catchThrowableOfType(
            BundleException.class, () -> PolicyTests.run(withCases(cases), RulesSettings.PLAIN));
    assertThat(refused).as(cases).isNotNull();
    assertThat(texts(refused.problems()))
        .anySatisfy(text -> assertThat(text).startsWith("tests/more.yaml:").contains(word));
  }

  private static Bundle withCases(String cases) {
    var files =
        new ArrayList<>(
            Bundle.starter().files().stream()
                .filter(file -> !file.path().startsWith("tests/"))
                .toList());
    files.add(new SourceFile("tests/more.yaml", cases));
    return Bundle.of(files);
  }
}
