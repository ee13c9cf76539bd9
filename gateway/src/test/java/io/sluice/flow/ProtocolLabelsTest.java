package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.flow.ToolPolicy.Claims;
import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Readers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tool server says of its own results, nobody vouching for it. */
class ProtocolLabelsTest {
  /** Of a tool of which the operator thinks the best, and vouches for nothing. */
  private static Label of(String result) {
    return ProtocolLabels.of(result, tool(Label.BOTTOM, Claims.NONE));
  }

  private static ToolPolicy tool(Label result, Claims claims) {
    return new ToolPolicy(Effect.READ, result, Effect.READ.usual(), false, claims);
  }

  @Test
  void what_an_operator_vouches_for_takes_the_place_of_what_is_said_of_the_tool() {
    var usual = ToolPolicy.UNKNOWN_RESULT;
    String said =
        "{\"_meta\":{\"ifc\":{\"integrity\":\"trusted\",\"confidentiality\":[\"Ann@x.org\",\"hr\"]}}}";
    assertThat(ProtocolLabels.of(said, tool(usual, new Claims(true, List.of()))).text())
        .isEqualTo("confidential;;internal;readers=ann@x.org,hr");
    assertThat(ProtocolLabels.of(said, tool(usual, Claims.NONE)).text())
        .isEqualTo("confidential;;untrusted");
    assertThat(ProtocolLabels.of("{\"a\":1}", tool(usual, new Claims(true, List.of()))))
        .isEqualTo(usual);
  }

  @Test
  void readers_come_from_the_members_that_an_operator_names_beside_those_inside() {
    var claims = new Claims(false, List.of("customer.email", "cc"));
    var own =
        new Label(
            Integrity.INTERNAL, Level.RESTRICTED, Categories.NONE, Readers.of(List.of("support")));
    String said = "{\"customer\":{\"email\":\"Ann@x.org\"},\"cc\":[\"bob@x.org\",7,\"no name!\"]}";
    assertThat(ProtocolLabels.of(said, tool(own, claims)).readers())
        .isEqualTo(Readers.of(List.of("support", "ann@x.org", "bob@x.org")));
    assertThat(ProtocolLabels.of("{\"customer\":1}", tool(own, claims))).isEqualTo(own);
    assertThat(ProtocolLabels.of("no json", tool(own, claims))).isEqualTo(own);
  }

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
    assertThat(of(result.replace('\'', '"')).text()).isEqualTo(label);
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
    assertThat(of(result)).isEqualTo(Label.BOTTOM);
  }

  @Test
  void a_label_of_a_thousand_levels_is_bounded() {
    String deep = "{\"_meta\":" + "{\"ifc\":".repeat(100_000) + "1" + "}".repeat(100_001);
    assertThat(of(deep)).isEqualTo(Label.BOTTOM);
  }
}
