package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.flow.ToolPolicy.Effect;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Shape;
import io.sluice.model.Tools.Tool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server says of its tool, nobody vouching for it. */
class ToolHintsTest {
  private static Tool tool(String name, String member, String said) {
    var extra = new Extra(member, Bytes.utf8(said.replace('\'', '"')));
    return new Tool(name, Shape.NO_SCHEMA, Shape.NO_SCHEMA, List.of(extra));
  }

  private static ToolPolicy policy(Effect effect) {
    return new ToolPolicy(effect, Label.BOTTOM, effect.usual(), false);
  }

  @ParameterizedTest
  @CsvSource({
    "READ, {'destructiveHint':true}, DELETE",
    "WRITE, {'destructiveHint':true}, DELETE",
    "READ, {'readOnlyHint':false}, WRITE",
    "FETCH, {'readOnlyHint':false}, WRITE",
    "SEND_EXTERNAL, {'destructiveHint':true}, SEND_EXTERNAL",
    "EXECUTE, {'readOnlyHint':true}, EXECUTE",
    "DELETE, {'readOnlyHint':true}, DELETE",
    "READ, {'readOnlyHint':true}, READ",
    "READ, {}, READ",
    "READ, [1, READ",
  })
  void it_is_taken_for_what_is_worse(Effect own, String said, Effect taken) {
    var hints = ToolHints.of("t", List.of(tool("t", "annotations", said)));
    assertThat(hints.over(policy(own)).effect()).isEqualTo(taken);
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void no_hint_makes_any_policy_milder(Effect effect) {
    for (String said :
        List.of(
            "{'readOnlyHint':true,'destructiveHint':false,'openWorldHint':false}",
            "{'readOnlyHint':false}",
            "{'destructiveHint':true,'openWorldHint':true}")) {
      ToolPolicy own = policy(effect);
      ToolPolicy now = ToolHints.of("t", List.of(tool("t", "annotations", said))).over(own);
      assertThat(own.result().flowsTo(now.result())).isTrue();
      assertThat(now.sink().minIntegrity()).isGreaterThanOrEqualTo(own.sink().minIntegrity());
      assertThat(now.sink().maxLevel()).isEqualTo(own.sink().maxLevel());
    }
  }

  @Test
  void what_it_returns_is_at_least_what_its_definition_says() {
    var open = ToolHints.of("t", List.of(tool("t", "annotations", "{'openWorldHint':true}")));
    assertThat(open.over(policy(Effect.READ)).result().integrity()).isEqualTo(Integrity.UNTRUSTED);
    var ifc = tool("t", "_meta", "{'ifc':{'integrity':'low','confidentiality':'restricted'}}");
    assertThat(ToolHints.of("t", List.of(ifc)).result().text()).isEqualTo("restricted;;untrusted");
    assertThat(ToolHints.of("other", List.of(ifc))).isEqualTo(ToolHints.NONE);
  }
}
