package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.FaultRule;
import io.sluice.sim.Header;
import io.sluice.sim.Kind;
import io.sluice.sim.Received;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller's key stays at the door, and the provider's key behind it. */
class CredentialStylesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ASKING =
      "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  private static final String CANARY = "sk-canary-5f0d1c9e7b3a4862";
  private static Simulator provider;
  private static Simulator stranger;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI).withCredential(CANARY));
    stranger = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path secret = Files.writeString(directory.resolve("cloud.key"), CANARY);
    gateway = RunningProcess.start(directory, Setup.openAi(provider.uri(), secret.toString()));
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
    stranger.close();
  }

  @BeforeEach
  void forget() {
    provider.clear();
    stranger.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "x-api-key", "x-goog-api-key", "api-key"})
  void a_key_is_taken_from_a_header_and_never_reaches_the_provider(String header) {
    String value = header.equals("authorization") ? "Bearer " + key : key;
    var answer = gateway.ask(CHAT, ASKING, header, value);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertStrange(provider.received(), key);
  }

  @Test
  void a_key_is_taken_from_the_query_and_never_reaches_the_provider() {
    var answer = gateway.ask(CHAT + "?key=" + key, ASKING);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertStrange(provider.received(), key);
  }

  @Test
  void two_keys_that_differ_are_401_and_the_same_key_twice_is_fine() {
    String other = gateway.key("\"level\":\"public\"");
    var both = gateway.ask(CHAT, ASKING, "authorization", "Bearer " + key, "x-api-key", other);
    assertThat(both.statusCode()).isEqualTo(401);
    assertThat(both.headers().firstValue("x-sluice-code")).contains("unauthenticated");
    assertThat(provider.received()).isEmpty();
    var same = gateway.ask(CHAT, ASKING, "authorization", "Bearer " + key, "api-key", key);
    assertThat(same.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-forwarded-user",
        "x-forwarded-for",
        "x-user-id",
        "x-tenant",
        "x-auth-request-email",
        "openai-organization",
        "openai-project",
        "cookie",
        "x-sluice-session",
        "proxy-authorization",
        "forwarded",
      })
  void lesson_22_identity_headers_of_the_client_are_not_passed_on(String header) {
    var answer = gateway.ask(CHAT, ASKING, "authorization", "Bearer " + key, header, "intruder");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertStrange(provider.received(), "intruder");
  }

  @Test
  void lesson_19_a_redirect_is_not_followed() {
    provider.fault(FaultRule.always("redirect=" + stranger.uri() + "/v1/chat/completions"));
    var answer = gateway.ask(CHAT, ASKING, "authorization", "Bearer " + key);
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(answer.headers().firstValue("location")).isEmpty();
    assertThat(stranger.received()).isEmpty();
  }

  @Test
  void lesson_19_no_caller_sets_a_host() {
    String there = stranger.uri().toString();
    var named = gateway.ask(CHAT, ASKING.replace("small", there + "/small"), "x-api-key", key);
    assertThat(named.statusCode()).isEqualTo(404);
    for (String header :
        List.of(
            "x-base-url", "x-upstream", "x-forwarded-host", "x-original-url", "helicone-target")) {
      gateway.ask(CHAT, ASKING, "x-api-key", key, header, there);
    }
    String extra = ASKING.replace("{\"model\"", "{\"base_url\":\"" + there + "\",\"model\"");
    gateway.ask(CHAT, extra, "x-api-key", key);
    assertThat(stranger.received()).isEmpty();
  }

  /** The provider was asked, and saw no trace of this. */
  private static void assertStrange(List<Received> all, String text) {
    assertThat(all).hasSize(1);
    Received request = all.getFirst();
    assertThat(request.header("authorization")).contains("Bearer " + CANARY);
    assertThat(request.target()).doesNotContain(text);
    assertThat(request.text()).doesNotContain(text);
    for (Header field : request.headers()) {
      assertThat(field.value()).doesNotContain(text);
    }
  }
}
