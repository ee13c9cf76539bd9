package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.audit.IndexRow.Call;
import io.sluice.audit.RecordIndex.Billed;
import io.sluice.model.ExchangeId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Providers' own accounts, in the forms that their references show. */
class ReconciliationTest {
  private static final Instant AT = Instant.parse("2026-11-20T09:30:00Z");
  private static final List<Billed> HERE =
      List.of(
          new Billed(new ExchangeId("x1"), AT, new Call("p/m-1", "req-1", 100, 20, 7)),
          new Billed(new ExchangeId("x2"), AT, new Call("p/m-1", "req-2", 200, 30, 9)),
          new Billed(
              new ExchangeId("x0"), AT.minusSeconds(90_000), new Call("p/m-1", "req-0", 5, 5, 1)));

  @Test
  void openai_usage_is_compared_by_day_and_model() {
    var result =
        reconcile(
            """
            {"object": "page", "data": [{"object": "bucket", "start_time": 1795132800,
              "end_time": 1795219200, "results": [{"object": "organization.usage.completions.result",
              "input_tokens": 300, "output_tokens": 50, "num_model_requests": 2, "model": "m-1"}]}]}
            """);
    assertThat(result.agrees()).as(result.toString()).isTrue();
    assertThat(result.matched()).isEqualTo(2);
  }

  @Test
  void openai_costs_are_compared_by_day() {
    var result =
        reconcile(
            """
            {"object": "page", "data": [{"start_time": 1795132800, "end_time": 1795219200,
              "results": [{"amount": {"value": 0.000018, "currency": "usd"}, "line_item": null}]}]}
            """);
    assertThat(result.differences())
        .containsExactly(new Reconciliation.Difference("2026-11-20", "cost", 16, 18));
  }

  @Test
  void anthropic_usage_counts_cached_input_too() {
    var result =
        reconcile(
            """
            {"data": [{"starting_at": "2026-11-20T00:00:00Z", "ending_at": "2026-11-21T00:00:00Z",
              "results": [{"uncached_input_tokens": 200, "cache_read_input_tokens": 60,
                "cache_creation": {"ephemeral_1h_input_tokens": 10, "ephemeral_5m_input_tokens": 30},
                "output_tokens": 50, "model": "m-1"}]}], "has_more": false}
            """);
    assertThat(result.agrees()).as(result.toString()).isTrue();
  }

  @Test
  void bedrock_invocations_are_compared_one_by_one() {
    var result =
        reconcile(
            """
            {"timestamp": "2026-11-20T09:30:01Z", "requestId": "req-1", "modelId": "m-1", \
            "input": {"inputTokenCount": 100}, "output": {"outputTokenCount": 21}}
            {"timestamp": "2026-11-20T09:30:02Z", "requestId": "req-9", "modelId": "m-1", \
            "input": {"inputTokenCount": 4}, "output": {"outputTokenCount": 4}}
            """);
    assertThat(result.matched()).isEqualTo(1);
    assertThat(result.missingHere()).isEqualTo(1);
    assertThat(result.missingThere()).isEqualTo(1);
    assertThat(result.differences())
        .containsExactly(
            new Reconciliation.Difference("req-1", "output tokens", 20, 21),
            new Reconciliation.Difference("req-9", "missing here", 0, 1),
            new Reconciliation.Difference("x2", "missing there", 1, 0));
  }

  @Test
  void csv_says_what_its_columns_are() {
    var result =
        reconcile(
            """
            Request_Id,model,TIME,cost_usd
            req-1,m-1,2026-11-20T09:30:00Z,0.000007
            req-2,"m-1",2026-11-20,0.000010
            """);
    assertThat(result.matched()).isEqualTo(2);
    assertThat(result.differences())
        .containsExactly(new Reconciliation.Difference("req-2", "cost", 9, 10));
  }

  @Test
  void what_is_no_account_is_said() {
    for (String text :
        List.of("{\"a\": 1}", "model,cost_usd\nx,1\n", "time,requests\nyesterday,1\n", "{]")) {
      assertThatThrownBy(() -> reconcile(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> reconcile("time,requests\n2026-11-20,many\n"))
        .hasMessageContaining("'many'");
  }

  @Test
  void csv_lines_are_written_so_that_no_sheet_computes_them() {
    assertThat(CsvLine.write(List.of("a", "b,c", "say \"x\"", "=1+1")))
        .isEqualTo("a,\"b,c\",\"say \"\"x\"\"\",'=1+1");
    assertThat(CsvLine.read("a,\"b,c\",\"say \"\"x\"\"\""))
        .containsExactly("a", "b,c", "say \"x\"");
  }

  private static Reconciliation reconcile(String text) {
    return Reconciliation.of("p", UsageExport.read(text), HERE);
  }
}
