package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Example;
import io.sluice.model.SetClock;
import io.sluice.route.Gauges.Published;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GaugesTest {
  private final SetClock clock = new SetClock(Example.NOON);
  private final Gauges gauges = new Gauges(clock);
  private final ModelRef model = new ModelRef("own", "llama");

  @Test
  void queue_and_cache_are_read_model_by_model_and_summed_over_engines() {
    assertThat(
            Gauges.read(
                """
                # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
                # TYPE vllm:num_requests_waiting gauge
                vllm:num_requests_waiting{engine="0",model_name="llama"} 3.0
                vllm:num_requests_waiting{engine="1",model_name="llama"} 4.0
                vllm:num_requests_running{engine="0",model_name="llama"} 9.0
                vllm:kv_cache_usage_perc{engine="0",model_name="llama"} 0.25
                vllm:gpu_cache_usage_perc{engine="1",model_name="llama"} 0.5
                vllm:num_requests_waiting{model_name="qwen"} 0.0
                process_cpu_seconds_total 12
                """))
        .containsExactlyInAnyOrder(new Published("llama", 7, 0.5), new Published("qwen", 0, 0));
  }

  @Test
  void what_cannot_be_read_says_nothing() {
    assertThat(
            Gauges.read(
                """
                vllm:num_requests_waiting{model_name="a"} NaN
                vllm:num_requests_waiting{model_name="b"} -1
                vllm:num_requests_waiting{model_name="c" 3
                vllm:num_requests_waiting 1e99
                <html>vllm:num_requests_waiting 3</html>
                """))
        .isEmpty();
  }

  @Test
  void a_queue_and_a_full_cache_make_it_worse_until_the_reading_is_old() {
    assertThat(gauges.worse(model)).isEqualTo(1);
    gauges.told(model, new Published("llama", 8, 0.5));
    assertThat(gauges.worse(model)).isEqualTo(2);
    gauges.told(model, new Published("llama", 0, 1));
    assertThat(gauges.worse(model)).isEqualTo(2);
    clock.advance(Duration.ofSeconds(11));
    assertThat(gauges.worse(model)).isEqualTo(1);
  }
}
