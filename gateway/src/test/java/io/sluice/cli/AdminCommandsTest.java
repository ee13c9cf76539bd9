package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdminCommandsTest {
  private static final String CREDENTIALS =
      """
      {"credentials":[
       {"provider":"openai","name":"openai","tenant":"","version":1,"state":"revoked","host":"api.openai.com:443","fingerprint":"00aa11bb","created":"2026-11-01T00:00:00Z"},
       {"provider":"openai","name":"openai","tenant":"","version":2,"state":"retiring","host":"api.openai.com:443","fingerprint":"01aa11bb","created":"2026-11-02T00:00:00Z"},
       {"provider":"openai","name":"openai","tenant":"","version":3,"state":"current","host":"api.openai.com:443","fingerprint":"02aa11bb","created":"2026-11-03T00:00:00Z"},
       {"provider":"other","name":"other","tenant":"","version":1,"state":"current","host":"h:443","fingerprint":"03aa11bb","created":"2026-11-03T00:00:00Z"}]}
      """;
  private static final String STORED =
      "{\"provider\":\"openai\",\"version\":4,\"host\":\"api.openai.com:443\",\"fingerprint\":\"0a\"}";

  private final Shell shell;
  private final AdminDouble gateway;

  AdminCommandsTest(@TempDir Path directory) throws IOException {
    gateway = new AdminDouble(directory.resolve("data"));
    shell = new Shell(directory);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("keys", "list"),
        List.of("keys", "create", "--name", "n"),
        List.of("keys", "revoke", "k"),
        List.of("operators", "list"),
        List.of("approvals", "list"),
        List.of("approvals", "show", "x"),
        List.of("approvals", "approve", "x"),
        List.of("approvals", "deny", "x", "--reason", "r"),
        List.of("credentials", "list"),
        List.of("credentials", "add", "openai", "--from-env", "K"),
        List.of("credentials", "rotate", "openai", "--from-env", "K"),
        List.of("credentials", "revoke", "openai"),
        List.of("providers"),
        List.of("models", "list"),
        List.of("trace", "x"),
        List.of("explain", "x"),
        List.of("status"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void without_a_gateway_it_is_a_matter_of_the_environment(List<String> command) {
    gateway.close();
    shell.with("K", "v");
    assertThat(shell.run(command.toArray(String[]::new))).isEqualTo(Exit.ENVIRONMENT);
    assertThat(shell.err()).contains("does not answer");
    var elsewhere = Stream.concat(command.stream(), Stream.of("--data", "nowhere"));
    assertThat(shell.run(elsewhere.toArray(String[]::new))).isEqualTo(Exit.ENVIRONMENT);
    assertThat(shell.err()).contains("no gateway runs", "./sluice serve");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void what_the_gateway_does_not_know_is_a_negative_answer(List<String> command) {
    shell.with("K", "v");
    assertThat(shell.run(command.toArray(String[]::new))).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.err()).contains("no such thing");
  }

  @Test
  void a_secret_comes_from_standard_input_and_is_not_printed() {
    gateway.answer("POST /api/v1/credentials", 201, STORED);
    assertThat(shell.typing("sk-canary\n").run("credentials", "add", "openai")).isEqualTo(Exit.OK);
    assertThat(gateway.asked())
        .containsExactly(
            "POST /api/v1/credentials"
                + " {\"provider\":\"openai\",\"name\":\"openai\",\"secret\":\"sk-canary\"}");
    assertThat(shell.out()).contains("version 4", "api.openai.com").doesNotContain("canary");
  }

  @Test
  void a_secret_comes_from_a_variable_when_one_is_named() {
    gateway.answer("POST /api/v1/credentials/openai/rotate", 201, STORED);
    shell.with("NEW_KEY", "sk-new");
    assertThat(shell.run("credentials", "rotate", "openai", "--from-env", "NEW_KEY")).isZero();
    assertThat(gateway.asked().getFirst()).contains("\"secret\":\"sk-new\"", "\"overlap\":\"1h\"");
    assertThat(shell.run("credentials", "rotate", "openai", "--from-env", "NONE"))
        .isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("NONE is not set");
  }

  @Test
  void a_secret_is_never_taken_from_the_arguments() {
    assertThat(shell.run("credentials", "add", "openai", "sk-canary")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).doesNotContain("canary");
    assertThat(shell.run("credentials", "add", "openai")).as("nothing typed").isEqualTo(Exit.USAGE);
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void revoking_without_a_version_ends_every_one_that_is_usable() {
    gateway.answer("GET", "/api/v1/credentials", CREDENTIALS);
    gateway.answer("DELETE", "/api/v1/credentials/openai/2?name=openai", "{}");
    gateway.answer("DELETE", "/api/v1/credentials/openai/3?name=openai", "{}");
    assertThat(shell.run("credentials", "revoke", "openai")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("version 2", "version 3").doesNotContain("version 1");
    assertThat(shell.run("credentials", "revoke", "none")).isEqualTo(Exit.NEGATIVE);
  }

  @Test
  void lists_are_tables_for_people_and_arrays_for_programs() {
    gateway.answer("GET", "/api/v1/credentials", CREDENTIALS);
    assertThat(shell.run("credentials", "list")).isEqualTo(Exit.OK);
    assertThat(shell.out()).startsWith("PROVIDER  NAME").contains("api.openai.com:443");
    assertThat(shell.run("credentials", "list", "--json")).isEqualTo(Exit.OK);
    assertThat(shell.out()).startsWith("[{\"provider\":\"openai\"").endsWith("]\n");
  }

  @Test
  void models_are_found_by_a_part_of_their_names() {
    gateway.answer(
        "GET",
        "/api/v1/models",
        "{\"models\":[{\"name\":\"big\",\"model\":\"openai/gpt-x\",\"input\":\"1.25\"},"
            + "{\"name\":\"small\",\"model\":\"own/llama\"}]}");
    assertThat(shell.run("models", "search", "GPT")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("big", "1.25").doesNotContain("llama");
    assertThat(shell.run("models", "search", "nothing")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.run("models")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("big", "llama");
  }

  @Test
  void a_file_that_is_named_and_cannot_be_read_is_wrong_usage_whatever_it_is_for() {
    for (String line :
        List.of(
            "models import none",
            "audit reconcile cloud none",
            "who-saw none",
            "providers review cloud --confirm all --expires 2027-01-01 --evidence none")) {
      assertThat(shell.run(line.split(" "))).as(line).isEqualTo(Exit.USAGE);
      assertThat(shell.err()).as(line).contains("cannot read none");
    }
  }

  @Test
  void an_export_goes_on_where_the_cursor_says_that_the_one_before_ended() throws IOException {
    Path cursor = Path.of("cursor");
    for (int run = 0; run < 2; run++) {
      gateway.answer(
          "GET",
          "/api/v1/ledger/entries?limit=500&from=" + run,
          "{\"entries\":[{\"actor\":\"ann\",\"at\":1,\"entry\":\"key.created\"}],\"next\":1}");
      assertThat(shell.run("audit", "export", "--format", "csv", "--cursor", cursor.toString()))
          .isEqualTo(Exit.OK);
      assertThat(shell.out()).contains(run + ",1,key.created,ann,");
    }
    assertThat(shell.out()).doesNotContain("index,at");
  }

  @Test
  void a_text_is_looked_for_in_the_body_of_a_call_and_what_was_not_looked_into_is_said() {
    gateway.answer(
        "POST",
        "/api/v1/exchanges/search?limit=50&model=small",
        "{\"exchanges\":[{\"exchange\":\"e-1\"}],\"next\":\"5/e-1\",\"end\":\"limit\",\"looked\":"
            + "{\"whole\":2,\"redacted\":3,\"unkept\":4,\"unreadable\":0}}");
    assertThat(shell.run("search", "model=small", "--text", "a heron")).isEqualTo(Exit.OK);
    assertThat(gateway.asked()).last().asString().endsWith(" a heron").doesNotContain("=a heron");
    assertThat(shell.out()).contains("e-1");
    assertThat(shell.err())
        .contains("looked into: 5", "kept redacted: 3", "not looked into: 4")
        .contains("older ones were not looked at yet: --after 5/e-1")
        .doesNotContain("heron");
    gateway.answer(
        "GET", "/api/v1/exchanges?limit=50&model=none", "{\"exchanges\":[],\"next\":\"\"}");
    assertThat(shell.run("search", "model=none")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("nothing found");
  }

  @Test
  void providers_are_listed_with_or_without_the_word() {
    gateway.answer(
        "GET",
        "/api/v1/providers",
        "{\"providers\":[{\"name\":\"openai\",\"credential\":true,\"models\":3}]}");
    assertThat(shell.run("providers")).isEqualTo(Exit.OK);
    String without = shell.out();
    assertThat(shell.run("providers", "list")).isEqualTo(Exit.OK);
    assertThat(shell.out()).isEqualTo(without).containsPattern("openai .* yes +3\n");
  }

  @Test
  void trace_and_explain_print_what_people_read() {
    gateway.answer("GET", "/api/v1/exchanges/a%20b", "{\"entries\":[],\"text\":\"the chain\\n\"}");
    gateway.answer(
        "GET", "/api/v1/exchanges/a%20b/explain", "{\"entries\":[],\"text\":\"the reason\\n\"}");
    assertThat(shell.run("trace", "a b")).isEqualTo(Exit.OK);
    assertThat(shell.out()).isEqualTo("the chain\n");
    assertThat(shell.run("explain", "a b")).isEqualTo(Exit.OK);
    assertThat(shell.out()).isEqualTo("the reason\n");
    assertThat(shell.run("trace", "a b", "--json")).isEqualTo(Exit.OK);
    assertThat(shell.out()).startsWith("{\"entries\":[]");
  }

  @Test
  void a_gateway_that_cannot_serve_is_a_negative_answer() {
    String status =
        "{\"client\":\"http://c\",\"policy\":\"abc\",\"components\":[{\"name\":\"record\","
            + "\"ready\":%s,\"warning\":\"slow disk\"}]}";
    gateway.answer("GET", "/api/v1/status", status.formatted("true"));
    assertThat(shell.run("status")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("http://c", "abc", "slow disk");
    gateway.answer("GET", "/api/v1/status", status.formatted("false"));
    assertThat(shell.run("status")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("failing");
  }

  @Test
  void a_wish_the_gateway_does_not_understand_is_wrong_usage() {
    gateway.answer("POST /api/v1/keys", 400, "{\"error\":{\"message\":\"'ttl' must be a time\"}}");
    assertThat(shell.run("keys", "create", "--name", "n", "--ttl", "x")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("'ttl' must be a time");
  }

  @Test
  void a_new_key_is_printed_alone_on_standard_output() {
    gateway.answer(
        "POST /api/v1/keys", 201, "{\"id\":\"k1\",\"key\":\"sluice_k1_x\",\"expires\":\"2027\"}");
    int status =
        shell.run("keys", "create", "--name", "n", "--budget", "5/day", "--rpm", "3", "--role=a");
    assertThat(status).isEqualTo(Exit.OK);
    assertThat(shell.out()).isEqualTo("sluice_k1_x\n");
    assertThat(shell.err()).contains("k1", "2027");
    assertThat(gateway.asked().getFirst())
        .contains("\"name\":\"n\"", "\"budget\":\"5/day\"", "\"roles\":[\"a\"]", "\"rpm\":3");
  }
}
