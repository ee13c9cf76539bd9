package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final Fault DENIED =
      Fault.of(Code.POLICY_DENIED, "no model may see \"this\"").naming(List.of("clearance"));

  @Test
  void openai_callers_read_the_class_in_the_code() {
    assertThat(WireCase.codec("openai-chat").refusal(DENIED, WireCase.EXCHANGE).utf8())
        .isEqualTo(
            "{\"error\":{\"message\":\"no model may see \\\"this\\\"\",\"type\":\"permission_error\","
                + "\"param\":null,\"code\":\"policy_denied\",\"sluice\":{\"code\":\"policy_denied\","
                + "\"exchange\":\"01990a3c-5e00-7abc-8def-0123456789ab\",\"details\":[\"clearance\"]}}}");
  }

  @Test
  void gemini_callers_read_the_class_in_the_reason() {
    Fault later = DENIED.after(Duration.ofSeconds(38));
    assertThat(WireCase.codec("gemini").refusal(later, WireCase.EXCHANGE).utf8())
        .isEqualTo(
            "{\"error\":{\"code\":403,\"message\":\"no model may see \\\"this\\\"\","
                + "\"status\":\"PERMISSION_DENIED\",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"policy_denied\","
                + "\"domain\":\"sluice\",\"metadata\":{\"exchange\":"
                + "\"01990a3c-5e00-7abc-8def-0123456789ab\",\"details\":\"clearance\"}},"
                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                + "\"retryDelay\":\"38s\"}]}}");
  }

  @Test
  void anthropic_callers_read_their_own_type_and_the_class_beside_it() {
    assertThat(WireCase.codec("anthropic").refusal(DENIED, WireCase.EXCHANGE).utf8())
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":"
                + "\"no model may see \\\"this\\\"\",\"sluice\":{\"code\":\"policy_denied\","
                + "\"exchange\":\"01990a3c-5e00-7abc-8def-0123456789ab\",\"details\":[\"clearance\"]}},"
                + "\"request_id\":\"01990a3c-5e00-7abc-8def-0123456789ab\"}");
  }
}
