package io.sluice.e2e;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.egress.LocalAdmin;
import io.sluice.model.Bytes;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS from PEM files, through the real process; files that will not do are refused before. */
class TlsTest {
  private static final char[] PASSWORD = "not-a-secret".toCharArray();
  private static final String ASK =
      "{\"model\":\"small\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TempDir Path directory;

  /** A certificate for 127.0.0.1 with its key, as two PEM files and as what a client trusts. */
  private record Identity(Path certificate, Path key, SSLContext trusting) {}

  private Identity identity(String name, String algorithm, int days) throws Exception {
    Path store = directory.resolve(name + ".p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=gateway",
                "-ext",
                "san=ip:127.0.0.1",
                "-startdate",
                "-" + (days < 0 ? 30 : 1) + "d",
                "-validity",
                Integer.toString(days < 0 ? 30 + days : days),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    var certificate = keys.getCertificate("tls");
    return new Identity(
        pem(name + ".pem", "CERTIFICATE", certificate.getEncoded()),
        pem(name + ".key", "PRIVATE KEY", keys.getKey("tls", PASSWORD).getEncoded()),
        trusting(certificate));
  }

  private static SSLContext trusting(java.security.cert.Certificate one)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("tls", one);
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private Path pem(String file, String what, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    return Files.writeString(directory.resolve(file), text);
  }

  private static String tls(Path certificate, Path key) {
    return "tls: {certificate: %s, key: %s}"
        .formatted(certificate.getFileName(), key.getFileName());
  }

  private static HttpResponse<String> ask(SSLContext tls, URI at, String key, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at.resolve("/v1/chat/completions"))
            .POST(BodyPublishers.ofString(body))
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + key)
            .build();
    try (var http = HttpClient.newBuilder().sslContext(tls).build()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void the_client_plane_speaks_tls_from_pem_files(String algorithm) throws Exception {
    var own = identity("own", algorithm, 10);
    var other = identity("other", "EC", 10);
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI));
        var gateway =
            RunningProcess.start(
                directory,
                Setup.server(tls(own.certificate(), own.key()))
                    + Setup.openAiOnly(provider.uri(), ""))) {
      assertThat(gateway.client().getScheme()).isEqualTo("https");
      String key = gateway.key("\"level\":\"public\"");
      var whole = ask(own.trusting(), gateway.client(), key, ASK.formatted(false));
      assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
      assertThat(whole.headers().firstValue("x-sluice-model")).contains("cloud/sim-small");
      var stream = ask(own.trusting(), gateway.client(), key, ASK.formatted(true));
      assertThat(stream.body()).contains("data: [DONE]");
      assertThatThrownBy(() -> ask(other.trusting(), gateway.client(), key, ASK.formatted(false)))
          .isInstanceOf(SSLHandshakeException.class);
      var status = gateway.administer("GET", "/api/v1/status", "");
      assertThat(status.body()).contains("https://");
    }
  }

  @Test
  void a_new_certificate_is_shown_without_a_restart_and_a_bad_one_never() throws Exception {
    var own = identity("own", "EC", 10);
    var other = identity("other", "RSA", 20);
    var third = identity("third", "EC", 30);
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI));
        var gateway =
            RunningProcess.start(
                directory,
                Setup.server(tls(own.certificate(), own.key()))
                    + Setup.openAiOnly(provider.uri(), ""))) {
      String key = gateway.key("\"level\":\"public\"");
      take(other, own); // a certificate first and its key after: in between they do not belong
      shown(other, gateway, key);
      Files.writeString(own.certificate(), "no certificate\n");
      for (int i = 0; i < 200 && !gateway.said().contains("the last good one is in force"); i++) {
        Thread.sleep(50);
      }
      assertThat(gateway.said()).contains("the last good one is in force");
      shown(other, gateway, key);
      take(third, own);
      shown(third, gateway, key);
      var record = gateway.administer("GET", "/api/v1/ledger/entries", "");
      assertThat(record.body().split("\"entry\":\"certificate.changed\"", -1)).hasSize(3);
    }
  }

  @Test
  void the_admin_plane_speaks_tls_too_and_the_command_line_believes_its_certificate_alone()
      throws Exception {
    var own = identity("own", "EC", 10);
    var other = identity("other", "EC", 20);
    String tls = tls(own.certificate(), own.key()).replace("}", ", admin: true}");
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI));
        var gateway =
            RunningProcess.start(
                directory, Setup.server(tls) + Setup.openAiOnly(provider.uri(), ""))) {
      var admin = LocalAdmin.of(gateway.data());
      assertThat(admin.base().getScheme()).isEqualTo("https");
      assertThat(admin.call("GET", "/api/v1/status", Bytes.EMPTY).ok()).isTrue();
      var doctor = GatewayProcess.run("doctor", "--data", gateway.data().toString());
      assertThat(doctor.text()).doesNotContain("certificate");
      take(other, own);
      for (int i = 0; i < 200 && !gateway.said().contains("taken up"); i++) {
        Thread.sleep(50);
      }
      assertThat(gateway.said()).contains("taken up");
      assertThat(LocalAdmin.of(gateway.data()).call("GET", "/api/v1/status", Bytes.EMPTY).ok())
          .isTrue();
      Files.copy(own.certificate(), gateway.data().resolve("admin-certificate"), REPLACE_EXISTING);
      assertThat(LocalAdmin.of(gateway.data()).call("GET", "/api/v1/status", Bytes.EMPTY).ok())
          .isTrue();
      var third = identity("third", "EC", 20);
      Files.copy(
          third.certificate(), gateway.data().resolve("admin-certificate"), REPLACE_EXISTING);
      var stranger = LocalAdmin.of(gateway.data());
      assertThatThrownBy(() -> stranger.call("GET", "/api/v1/status", Bytes.EMPTY))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static void take(Identity from, Identity to) throws IOException {
    Files.copy(from.certificate(), to.certificate(), REPLACE_EXISTING);
    Files.copy(from.key(), to.key(), REPLACE_EXISTING);
  }

  /** Asks until the gateway shows this identity; a caller that trusts another one stays refused. */
  private static void shown(Identity identity, RunningProcess gateway, String key)
      throws Exception {
    for (int i = 0; i < 200; i++) {
      try {
        var answer = ask(identity.trusting(), gateway.client(), key, ASK.formatted(false));
        assertThat(answer.statusCode()).isEqualTo(200);
        return;
      } catch (SSLHandshakeException notYet) {
        Thread.sleep(50);
      }
    }
    throw new AssertionError("the new certificate is not shown");
  }

  @Test
  void plain_text_on_a_tls_port_gets_no_answer() throws Exception {
    var own = identity("own", "EC", 10);
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI));
        var gateway =
            RunningProcess.start(
                directory,
                Setup.server(tls(own.certificate(), own.key()))
                    + Setup.openAiOnly(provider.uri(), ""));
        var wire = new Wire(gateway.client())) {
      wire.send(Wire.chat("none", false, "Hi"));
      assertThat(wire.closed()).isTrue();
      assertThat(provider.received()).isEmpty();
    }
  }

  @Test
  void files_that_will_not_do_are_refused_with_their_line_and_without_their_contents()
      throws Exception {
    var own = identity("own", "EC", 10);
    var other = identity("other", "EC", 10);
    Path junk = Files.writeString(directory.resolve("junk.pem"), "canary-in-a-pem-file\n");
    Path none = directory.resolve("none.pem");
    refused(tls(junk, own.key()), "the certificate is not a PEM file");
    refused(tls(own.certificate(), junk), "the private key is not an unencrypted PEM file");
    refused(tls(own.key(), own.certificate()), "the certificate is not a PEM file");
    refused(tls(own.certificate(), other.key()), "not that of the first certificate");
    refused(tls(none, own.key()), "the file of the certificate cannot be read");
    refused("tls: {certificate: own.pem}", "tls needs 'key'");
  }

  private void refused(String tls, String why) throws Exception {
    Path file = directory.resolve("bad.yaml");
    Files.writeString(file, "# one line above\nserver:\n  listen: 127.0.0.1:0\n  " + tls + "\n");
    String data = directory.resolve("data").toString();
    for (String command : List.of("check", "serve")) {
      var ended = GatewayProcess.run(command, "--config", file.toString(), "--data", data);
      assertThat(ended.status()).as(ended.text()).isEqualTo(1);
      assertThat(ended.text()).contains("bad.yaml:4:", why).doesNotContain("canary-in-a-pem-file");
    }
  }

  @Test
  void a_certificate_that_ran_out_is_a_warning() throws Exception {
    var old = identity("old", "EC", -3);
    Path file = directory.resolve("old.yaml");
    Files.writeString(file, "server:\n  " + tls(old.certificate(), old.key()) + "\n");
    var ended = GatewayProcess.run("check", "--config", file.toString());
    assertThat(ended.text()).contains("old.yaml:2:", "the certificate ran out on");
    assertThat(ended.status()).isZero();
  }
}
