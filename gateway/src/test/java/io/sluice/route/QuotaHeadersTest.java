package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Example;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.route.QuotaHeaders.Kind;
import io.sluice.route.QuotaHeaders.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaHeadersTest {
  private static List<Reading> read(String... namesAndValues) {
    var fields = new ArrayList<Header>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
    }
    return QuotaHeaders.read(new Headers(fields), Example.NOON);
  }

  @Test
  void requests_and_tokens_are_read_as_openai_says_them() {
    assertThat(
            read(
                "x-ratelimit-limit-requests", "500",
                "x-ratelimit-remaining-requests", "499",
                "x-ratelimit-reset-requests", "120ms",
                "x-ratelimit-limit-tokens", "200000",
                "x-ratelimit-remaining-tokens", "150000",
                "x-ratelimit-reset-tokens", "6m0s"))
        .containsExactly(
            new Reading(Kind.REQUESTS, 500, 499, Duration.ofMillis(120)),
            new Reading(Kind.TOKENS, 200_000, 150_000, Duration.ofMinutes(6)));
  }

  @Test
  void tokens_in_and_out_are_read_as_anthropic_says_them() {
    assertThat(
            read(
                "anthropic-ratelimit-input-tokens-limit", "80000",
                "anthropic-ratelimit-input-tokens-remaining", "1000",
                "anthropic-ratelimit-input-tokens-reset", "2026-11-18T12:31:00.123456Z",
                "anthropic-ratelimit-output-tokens-limit", "16000",
                "anthropic-ratelimit-output-tokens-remaining", "0",
                "anthropic-ratelimit-output-tokens-reset", "2026-11-18T12:30:40.123456Z"))
        .containsExactly(
            new Reading(Kind.INPUT_TOKENS, 80_000, 1_000, Duration.ofSeconds(30)),
            new Reading(Kind.OUTPUT_TOKENS, 16_000, 0, Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @CsvSource({"1s,1000", "1.5s,1500", "7,7000", "1m30s,90000", "1h,3600000", "1d,86400000"})
  void times_are_read_in_every_way_they_are_written(String text, long millis) {
    var reading = read("x-ratelimit-remaining-tokens", "1", "x-ratelimit-reset-tokens", text);
    assertThat(reading).extracting(Reading::fullIn).containsExactly(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1x", "s1", "1s2", "-1s", "99999999999h"})
  void a_time_that_cannot_be_read_is_a_minute(String text) {
    var reading = read("x-ratelimit-remaining-tokens", "1", "x-ratelimit-reset-tokens", text);
    assertThat(reading).extracting(Reading::fullIn).containsExactly(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "many", "1e9", "99999999999999999999"})
  void a_number_that_cannot_be_read_says_nothing(String text) {
    assertThat(read("x-ratelimit-remaining-requests", text)).isEmpty();
    assertThat(read("anthropic-ratelimit-requests-remaining", text)).isEmpty();
  }

  @Test
  void a_limit_alone_says_nothing_of_what_is_left() {
    assertThat(read("x-ratelimit-limit-requests", "500")).isEmpty();
  }
}
