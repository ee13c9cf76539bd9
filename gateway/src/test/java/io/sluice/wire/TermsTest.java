package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every field that changes retention, region, sharing or who acts is a fact for policy. */
class TermsTest {
  private static Stream<String[]> cases() throws IOException {
    try (var in = TermsTest.class.getResourceAsStream("/scenarios/policy/fields.txt")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" \\| ", -1));
    }
  }

  @TestFactory
  Stream<DynamicTest> a_field_that_changes_terms_is_told() throws IOException {
    return cases().map(one -> DynamicTest.dynamicTest(one[0] + " " + one[1], () -> told(one)));
  }

  private static void told(String[] one) {
    String path = one[0];
    var codec = Codecs.at(path).orElseThrow();
    String body = "{" + question(path) + "," + one[1] + "}";
    var address = new Incoming.Address(path, "");
    var incoming = new Incoming(address, Headers.NONE, Bytes.utf8(body), JsonLimits.DEFAULT);
    assertThat(codec.read(incoming).traits().terms()).as(body).contains(one[2]);
    var plain = Bytes.utf8("{" + question(path.replace("us.anthropic.claude", "m")) + "}");
    var other = new Incoming.Address(path.replace("us.anthropic.claude", "m"), "");
    assertThat(
            codec
                .read(new Incoming(other, Headers.NONE, plain, JsonLimits.DEFAULT))
                .traits()
                .terms())
        .doesNotContain(one[2]);
  }

  private static String question(String path) {
    if (path.startsWith("/v1beta")) {
      return "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]";
    }
    if (path.startsWith("/model")) {
      return "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]";
    }
    return switch (path) {
      case "/v1/responses", "/v1/embeddings" -> "\"model\":\"m\",\"input\":\"x\"";
      default ->
          "\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
    };
  }
}
