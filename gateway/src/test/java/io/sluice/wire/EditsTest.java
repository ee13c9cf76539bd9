package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Splice;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes to a body of which every other byte stays. */
class EditsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\":1,\"b\":2,\"c\":3} | b | {\"a\":1,\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | a | {\"b\":2,\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | c | {\"a\":1,\"b\":2}",
        "{\"a\":1,\"b\":2,\"c\":3} | a b | {\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | b c | {\"a\":1}",
        "{\"a\":1,\"b\":2,\"c\":3} | a c | {\"b\":2}",
        "{\"a\":1,\"b\":2,\"c\":3} | a b c | {}",
        "{ \"a\" : {\"b\":[1,2]} , \"b\" : \"x,\\\"b\\\":\" } | b | { \"a\" : {\"b\":[1,2]} }",
        "{ \"a\" : {\"b\":[1,2]} , \"b\" : 1 } | a | { \"b\" : 1 }",
        "{\"a\":1} | z | {\"a\":1}",
      })
  void members_are_taken_out_with_one_comma(String body, String names, String left) {
    Bytes bytes = Bytes.utf8(body);
    Json root = Fields.lenient(bytes);
    List<Splice> splices = Edits.without(root, Set.of(names.split(" ")));
    String said = new Edits(splices).apply(bytes).utf8();
    assertThat(said).isEqualTo(left);
    assertThat(Fields.lenient(Bytes.utf8(said)).isObject()).isTrue();
  }

  @Test
  void a_name_that_is_not_written_plainly_is_left_alone() {
    Json root = Fields.lenient(Bytes.utf8("{\"\\u0061\":1,\"b\":2}"));
    assertThat(root.at("a").missing()).isFalse();
    assertThat(Edits.without(root, Set.of("a"))).isEmpty();
  }

  @Test
  void a_member_gets_another_name() {
    Bytes body = Bytes.utf8("{\"x\":{\"seed\":1}, \"seed\" : 7}");
    Bytes said =
        new Edits(List.of()).rename(Fields.lenient(body), "seed", "random_seed").apply(body);
    assertThat(said.utf8()).isEqualTo("{\"x\":{\"seed\":1}, \"random_seed\" : 7}");
  }
}
