package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tool server says of its own results, nobody vouching for it. */
class ProtocolLabelsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'_meta':{'ifc':{'integrity':'untrusted','confidentiality':'public'}}} |"
            + " public;;untrusted",
        "{'_meta':{'ifc':{'integrity':'trusted','confidentiality':['public']}}} | public;;operator",
        "{'_meta':{'ifc':{'integrity':'low'}}} | public;;untrusted",
        "{'_meta':{'ifc':{'confidentiality':'Restricted'}}} | restricted;;operator",
        "{'_meta':{'ifc':{'confidentiality':['ann','bob']}}} | confidential;;operator",
        "{'_meta':{'ifc':{'confidentiality':'nobody knows'}}} | confidential;;operator",
        "{'_meta':{'ifc':{'integrity':7}}} | public;;untrusted",
        "{'annotations':{'openWorldHint':true}} | public;;untrusted",
        "{'annotations':{'readOnlyHint':true,'openWorldHint':false}} | public;;operator",
        "{'_meta':{'maliciousActivityHint':true,'privateHint':true}} | confidential;;untrusted",
        "{'_meta':{'sensitiveHint':'high'}} | restricted;;operator",
        "{'_meta':{'sensitiveHint':'medium'}} | confidential;;operator",
        "{'_meta':{'sensitiveHint':'odd'}} | restricted;;operator",
      })
  void it_can_only_make_a_label_worse(String result, String label) {
    assertThat(ProtocolLabels.of(result.replace('\'', '"')).text()).isEqualTo(label);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"_meta\":",
        "a text about _meta and annotations",
        "{\"content\":[{\"_meta\":{\"ifc\":{\"integrity\":\"untrusted\"}}}]}",
        "{\"_meta\":{\"ifc\":\"untrusted\"},\"x\":1}"
      })
  void what_is_no_such_thing_says_nothing(String result) {
    assertThat(ProtocolLabels.of(result)).isEqualTo(Label.BOTTOM);
  }

  @Test
  void a_label_of_a_thousand_levels_is_bounded() {
    String deep = "{\"_meta\":" + "{\"ifc\":".repeat(100_000) + "1" + "}".repeat(100_001);
    assertThat(ProtocolLabels.of(deep)).isEqualTo(Label.BOTTOM);
  }
}
