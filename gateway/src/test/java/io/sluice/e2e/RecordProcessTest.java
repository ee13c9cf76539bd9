package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every exchange is in the record, however it ended, and the record can be checked by anyone. */
class RecordProcessTest {
  private static final int FLOOD = 200;

  @TempDir Path directory;
  private Simulator provider;
  private Path file;
  private Path data;
  private GatewayProcess gateway;
  private GatewayProcess.Key key;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    data = directory.resolve("data");
    file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              cloud: {api: openai, base_url: %s/v1, profile: %s}
            models:
              small: {provider: cloud, price: {input: 1, output: 2}}
              other: {provider: cloud, price: {input: 2, output: 3}}
              plain: {provider: cloud, price: {input: 1, output: 2}, profile: {clearance: public}}
            routes:
              auto: {models: [small, other]}
              beside: {models: [plain], record: overlapped}
            """
                .formatted(provider.uri(), Stated.reviewed("external", "internal")));
    gateway = GatewayProcess.start(file, data);
    key = gateway.key("internal", "10");
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  @Test
  void every_ending_of_an_exchange_is_recorded() throws Exception {
    assertThat(kinds(ask("auto", "Hello", ""))).containsExactly("decision", "outcome:answered");
    assertThat(kinds(ask("auto", "Hello", "restricted")))
        .containsExactly("decision", "outcome:refused");

    provider.fault(FaultRule.once("status=503"));
    assertThat(kinds(ask("auto", "Hello", "")))
        .containsExactly("decision", "ruling", "outcome:answered");
    provider.clear();

    provider.fault(FaultRule.always("status=503"));
    assertThat(kinds(ask("auto", "Hello", ""))).startsWith("decision").endsWith("outcome:failed");
    provider.clear();

    provider.fault(FaultRule.always("cut=6000"));
    var stream = new Ask(key, "auto", "[[sim: tokens=200]]", "").chat(true);
    assertThat(kinds(gateway.caller().ask(stream)).getLast()).isEqualTo("outcome:failed");
    provider.clear();
  }

  @Test
  void a_caller_who_leaves_is_in_the_record_with_what_was_used() throws Exception {
    String exchange = leaveInTheMiddle();
    List<Json> entries = Traces.of(gateway.admin(), exchange);
    assertThat(entries.getLast().at("outcome").text("kind", "")).isEqualTo("abandoned");
    assertThat(entries.getLast().at("budget").integer("charged", 0))
        .as(entries.getLast().raw().utf8())
        .isPositive();
  }

  @Test
  void a_route_may_record_public_content_beside_the_call_and_the_entry_says_so() throws Exception {
    var open = gateway.key("public", "");
    for (boolean stream : List.of(true, false)) {
      Answer answer = gateway.caller().ask(new Ask(open, "beside", "Hello").chat(stream));
      assertThat(answer.status()).isEqualTo(200);
      Json decision = decision(answer);
      assertThat(decision.at("overlapped").bool(false)).as(decision.raw().utf8()).isTrue();
      assertThat(answer.headers().first("x-sluice-receipt", ""))
          .startsWith(decision.text("log", "") + "/");
    }
    provider.fault(FaultRule.once("status=400"));
    Answer refused = gateway.caller().ask(new Ask(open, "beside", "Hello").chat());
    assertThat(refused.headers().first("x-sluice-receipt", "")).isNotEmpty();
    Answer poor = gateway.caller().ask(new Ask(gateway.key("public", "5"), "beside", "Hi").chat());
    assertThat(poor.status()).isEqualTo(200);
    assertThat(decision(poor).at("overlapped").bool(false)).isFalse();
    assertThat(decision(ask("auto", "Hello", "")).at("overlapped").bool(false)).isFalse();
  }

  private Json decision(Answer answer) throws IOException {
    String exchange = answer.headers().first("x-sluice-exchange", "");
    return Traces.of(gateway.admin(), exchange).getFirst();
  }

  @Test
  void a_receipt_leads_to_the_trace_the_reasons_and_a_proof() throws Exception {
    Answer answer = ask("auto", "Hello", "");
    String exchange = answer.headers().first("x-sluice-exchange", "");
    assertThat(answer.headers().first("x-sluice-receipt", "")).isNotEmpty();
    Traces.of(gateway.admin(), exchange);
    String path = "/api/v1/exchanges/" + exchange;
    var told = gateway.admin().call("GET", path, Bytes.EMPTY);
    assertThat(told.body().text("text", "")).contains("cloud/small").contains(exchange);
    var why = gateway.admin().call("GET", path + "/explain", Bytes.EMPTY);
    assertThat(why.body().text("text", "")).contains("cleared");
    var proof = gateway.admin().call("GET", path + "/proof", Bytes.EMPTY);
    assertThat(proof.status()).isEqualTo(200);
    assertThat(proof.text()).contains("tlog-proof");
    assertThat(gateway.admin().call("GET", path + "0", Bytes.EMPTY).status()).isEqualTo(404);
  }

  @Test
  void without_an_anchor_it_is_said_that_a_rollback_cannot_be_excluded() throws Exception {
    var status = gateway.admin().call("GET", "/api/v1/status", Bytes.EMPTY);
    assertThat(status.text()).contains("a rollback of the record cannot be excluded");
  }

  @Test
  void the_record_verifies_offline_and_one_flipped_byte_in_a_copy_is_found() throws Exception {
    ask("auto", "Hello", "");
    gateway.close();
    var whole = GatewayProcess.run("audit", "verify", "--data", data.toString());
    assertThat(whole.status()).as(whole.text()).isZero();
    Path copy = directory.resolve("copy");
    copy(data, copy);
    flip(copy.resolve("ledger"));
    var forged = GatewayProcess.run("audit", "verify", "--data", copy.toString());
    assertThat(forged.status()).as(forged.text()).isEqualTo(1);
  }

  @Test
  void the_log_verifies_from_the_address_of_the_admin_plane() throws Exception {
    ask("auto", "Hello", "");
    String key = Files.readString(data.resolve("ledger").resolve("verifier-key")).strip();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "io.sluice.ledger.Verify",
                gateway.admin().base() + "/api/v1/ledger",
                "--key",
                key,
                "--token",
                data.resolve("admin-token").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("consistent up to its newest checkpoint");
  }

  @Test
  void a_damaged_record_is_read_and_told_of_and_nothing_is_served() throws Exception {
    String exchange = ask("auto", "Hello", "").headers().first("x-sluice-exchange", "");
    Traces.of(gateway.admin(), exchange);
    for (int i = 0; i < 5; i++) {
      ask("auto", "Hello", "");
    }
    gateway.close();
    flipLast(data.resolve("ledger"));
    gateway = GatewayProcess.start(file, data);
    assertThat(ask("auto", "Hello", "").status()).isEqualTo(503);
    var ready = gateway.admin().call("GET", "/readyz", Bytes.EMPTY);
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.body().at("components").text("record", "")).isEqualTo("failing");
    assertThat(Traces.of(gateway.admin(), exchange)).hasSize(2);
    gateway.close();
    var again = GatewayProcess.run("audit", "verify", "--data", data.toString());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.text()).contains("entry").contains("offset");
  }

  @Test
  void a_flood_without_credentials_is_counted_instead_of_recorded_one_by_one() throws Exception {
    var stranger = new GatewayProcess.Key("", Secret.of("sk-nobody"));
    for (int i = 0; i < FLOOD; i++) {
      var refused = gateway.caller().ask(new Ask(stranger, "auto", "Hello").chat());
      assertThat(refused.status()).isEqualTo(401);
    }
    gateway.close();
    var record = Entries.of(data);
    assertThat(record.all().size()).isLessThan(FLOOD / 4);
    long counted =
        record.kind("refusals").stream().mapToLong(entry -> entry.integer("count", 0)).sum();
    assertThat(counted + record.kind("refusal").size()).isEqualTo(FLOOD);
  }

  @Test
  void a_second_process_on_the_same_data_is_refused_and_told_by_whom() throws Exception {
    var second =
        GatewayProcess.run("serve", "--config", file.toString(), "--data", data.toString());
    assertThat(second.status()).isNotZero();
    assertThat(second.text()).contains(Long.toString(gateway.pid()));
    assertThat(ask("auto", "Hello", "").status()).isEqualTo(200);
  }

  private Answer ask(String model, String prompt, String labels) throws IOException {
    return gateway.caller().ask(new Ask(key, model, prompt, labels).chat());
  }

  /** The kinds of an exchange's entries; with an outcome, how it ended. */
  private List<String> kinds(Answer answer) throws IOException {
    String exchange = answer.headers().first("x-sluice-exchange", "");
    return Traces.of(gateway.admin(), exchange).stream().map(RecordProcessTest::kind).toList();
  }

  private static String kind(Json entry) {
    String kind = entry.text("entry", "");
    String ending = entry.at("outcome").text("kind", "");
    return ending.isEmpty() ? kind : kind + ":" + ending;
  }

  /** Reads the head and the first bytes of a long stream, and hangs up; the exchange. */
  private String leaveInTheMiddle() throws IOException {
    var call = new Ask(key, "auto", "[[sim: tokens=2000]] [[sim: fault=pace=100]]", "").chat(true);
    String head =
        "POST %s HTTP/1.1\r\nHost: sluice\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(call.path(), key.secret().open(), call.body().length());
    try (var socket = new Socket(gateway.client().getHost(), gateway.client().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(call.body().toArray());
      String seen = readUntil(socket.getInputStream(), "\"content\":\"");
      int at = seen.indexOf("x-sluice-exchange: ") + "x-sluice-exchange: ".length();
      return seen.substring(at, seen.indexOf('\r', at));
    }
  }

  private static String readUntil(InputStream in, String text) throws IOException {
    var seen = new StringBuilder();
    byte[] buffer = new byte[4_096];
    while (seen.indexOf(text) < 0) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("the stream ended: " + seen);
      }
      seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    return seen.toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target);
        }
      }
    }
  }

  /** Changes one byte of the last decision in the segments. */
  private static void flipLast(Path ledger) throws IOException {
    Path segment = ledger.resolve("segments").resolve("%019d.seg".formatted(0));
    byte[] bytes = Files.readAllBytes(segment);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\"decision\"");
    assertThat(at).isPositive();
    bytes[at + 2] ^= 1;
    Files.write(segment, bytes);
  }

  /** Changes one byte of the first decision in the ledger's files. */
  private static void flip(Path ledger) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(ledger)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path one : files) {
      byte[] bytes = Files.readAllBytes(one);
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"decision\"");
      if (at >= 0) {
        bytes[at + 2] ^= 1;
        Files.write(one, bytes);
        return;
      }
    }
    throw new IOException("no decision in the ledger's files");
  }
}
