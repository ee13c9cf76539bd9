package io.sluice.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_32BE;
import static java.nio.charset.StandardCharsets.UTF_32LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static Json parse(String text) throws JsonException {
    var padded = Bytes.utf8("xx" + text);
    return Json.parse(padded.slice(2, padded.length()), JsonLimits.DEFAULT);
  }

  @Test
  void only_utf8_is_read() {
    for (var charset : List.of(UTF_16BE, UTF_16LE, UTF_16, UTF_32BE, UTF_32LE)) {
      var wide = Bytes.owning("{\"a\":[1]}".getBytes(charset));
      assertThatThrownBy(() -> Json.parse(wide, JsonLimits.DEFAULT))
          .as(charset.name())
          .isInstanceOf(JsonException.class)
          .hasMessageContaining("not UTF-8");
    }
  }

  @Test
  void every_value_knows_the_bytes_it_stands_in() throws JsonException {
    var text =
        """
        {"a": "é\\n\\u00e9", "b" :[1, -2.5e3 ,true,null, {"c":"🎈"}], "d": false}\
        """;
    Json json = parse(text);
    assertThat(json.at("a").raw().utf8()).isEqualTo("\"é\\n\\u00e9\"");
    assertThat(json.at("a").string()).contains("é\né");
    assertThat(json.at("b").raw().utf8()).isEqualTo("[1, -2.5e3 ,true,null, {\"c\":\"🎈\"}]");
    assertThat(json.at("b").items().stream().map(item -> item.raw().utf8()))
        .containsExactly("1", "-2.5e3", "true", "null", "{\"c\":\"🎈\"}");
    assertThat(json.at("b").items().get(4).at("c").string()).contains("🎈");
    assertThat(json.at("d").raw().utf8()).isEqualTo("false");
    assertThat(json.raw().utf8()).isEqualTo(text);
  }

  @Test
  void a_name_that_stands_twice_is_refused_in_small_and_large_objects() {
    assertThatThrownBy(() -> parse("{\"a\":1,\"a\":2}")).isInstanceOf(JsonException.class);
    var large = new StringBuilder("{\"n0\":0");
    for (int i = 1; i < 40; i++) {
      large.append(",\"n").append(i).append("\":0");
    }
    assertThatThrownBy(() -> parse(large + ",\"n39\":1}")).isInstanceOf(JsonException.class);
  }

  @Test
  void limits_hold() {
    var limits = new JsonLimits(3, 4, 3, 5);
    for (String bad :
        new String[] {"[[[[1]]]]", "\"12345\"", "1234", "[1,2,3,4,5]", "", "1 2", "{", "[1,]"}) {
      assertThatThrownBy(() -> Json.parse(Bytes.utf8(bad), limits))
          .as(bad)
          .isInstanceOf(JsonException.class)
          .hasMessageNotContaining("12345");
    }
  }

  @Test
  void what_is_written_reads_back() throws JsonException {
    var nasty = "quote\" back\\ \b\f\n\r\t \u0001 é 漢 🎈 lone\ud800";
    Bytes written =
        new JsonWriter(8)
            .object()
            .field("text", nasty)
            .field("n", Long.MIN_VALUE)
            .name("d")
            .value(0.25)
            .name("list")
            .array()
            .value(true)
            .nothing()
            .object()
            .endObject()
            .endArray()
            .field("raw", Bytes.utf8("[1]"))
            .endObject()
            .done();
    Json json = Json.parse(written, JsonLimits.DEFAULT);
    assertThat(json.text("text", "")).isEqualTo(nasty);
    assertThat(json.integer("n", 0)).isEqualTo(Long.MIN_VALUE);
    assertThat(json.at("d").number()).hasValue(0.25);
    assertThat(json.at("list").raw().utf8()).isEqualTo("[true,null,{}]");
    assertThat(json.at("raw").items()).hasSize(1);
  }
}
