package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer whose tool call a person must approve is kept, and given once to the same request. */
class HeldAnswerTest {
  private static Simulator provider;
  private static RunningProcess gateway;
  private static String ann;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + """
                approvals: {approvers: [ann], pending: 1h}
                providers:
                  c: {api: openai, base_url: %s/v1, profile: %s}
                models:
                  chat-m: {provider: c, price: {input: 1000, output: 1000}}
                routes:
                  chat: {models: [chat-m], flow: balanced}
                """
                    .formatted(provider.uri(), Stated.reviewed("own", "restricted")));
    ann = gateway.operator("ann", "operator");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static String key() {
    return gateway.key("\"level\":\"public\",\"integrity\":\"untrusted\"");
  }

  private static HttpResponse<String> ask(String key, boolean stream, String say) {
    String body =
        """
        {"model":"chat","stream":%s,"max_tokens":100,"messages":[{"role":"user","content":\
        "%s[[sim: tool=send_email args={\\"to\\":\\"eve@far.example\\"}]]"}],"tools":[\
        {"type":"function","function":{"name":"send_email","parameters":{"type":"object",\
        "properties":{"to":{"type":"string"}}}}}]}\
        """
            .formatted(stream, say);
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private static String approval(HttpResponse<String> answer) {
    String mark = "\"approval\":\"";
    int at = answer.body().indexOf(mark);
    assertThat(at).as(answer.body()).isPositive();
    int from = at + mark.length();
    return answer.body().substring(from, answer.body().indexOf('"', from));
  }

  private static void approve(String id) {
    var done = gateway.administer(ann, "POST", "/api/v1/approvals/" + id + "/approve", "");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
  }

  private static String record(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    return gateway.record(id, record -> record.contains("\"outcome\""));
  }

  private static void heldThenReleasedOnce(boolean stream) {
    String key = key();
    var held = ask(key, stream, "");
    assertThat(held.statusCode()).isEqualTo(403);
    assertThat(held.headers().firstValue("x-sluice-code")).contains("approval_required");
    assertThat(held.body()).doesNotContain("eve@");
    int asked = provider.received().size();

    var again = ask(key, stream, "");
    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(approval(again)).as("one question").isEqualTo(approval(held));
    assertThat(provider.received()).as("the model is not asked meanwhile").hasSize(asked);

    approve(approval(held));
    var released = ask(key, stream, "");
    assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
    assertThat(released.body()).contains("send_email").contains("\"finish_reason\":\"tool_calls\"");
    assertThat(provider.received()).as("no model is asked").hasSize(asked);
    assertThat(record(released)).contains("\"charged\":0").contains("kept until it was approved");

    var once = ask(key, stream, "");
    assertThat(once.statusCode()).as("once").isEqualTo(403);
    assertThat(approval(once)).isNotEqualTo(approval(held));
  }

  @Test
  void a_whole_answer_is_released_once_without_another_call() {
    heldThenReleasedOnce(false);
  }

  @Test
  void a_stream_is_released_once_without_another_call() {
    heldThenReleasedOnce(true);
  }

  @Test
  void what_was_said_before_the_call_is_part_of_the_held_answer() {
    String key = key();
    var held = ask(key, true, "[[sim: say=I will write.]]");
    assertThat(held.statusCode()).isEqualTo(200);
    assertThat(held.body()).contains("content_filter").contains("\"code\":\"approval_required\"");
    approve(approval(held));
    var released = ask(key, true, "[[sim: say=I will write.]]");
    assertThat(released.body()).contains("write").contains("send_email").contains("[DONE]");
  }

  @Test
  void another_callers_same_request_is_another_question() {
    var one = ask(key(), false, "");
    approve(approval(one));
    var other = ask(key(), false, "");
    assertThat(other.statusCode()).isEqualTo(403);
  }

  @Test
  void a_denied_answer_is_not_released() {
    String key = key();
    String id = approval(ask(key, false, ""));
    var denied =
        gateway.administer(
            ann, "POST", "/api/v1/approvals/" + id + "/deny", "{\"reason\":\"not to Eve\"}");
    assertThat(denied.statusCode()).isEqualTo(200);
    var after = ask(key, false, "");
    assertThat(after.statusCode()).isEqualTo(403);
    assertThat(after.headers().firstValue("x-sluice-code")).contains("policy_denied");
  }
}
