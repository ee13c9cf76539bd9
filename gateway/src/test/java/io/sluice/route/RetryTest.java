package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.route.Retry.Failure;
import io.sluice.route.Retry.Move;
import io.sluice.route.Retry.Stage;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration LEFT = Duration.ofSeconds(30);

  /** Code, attempt, what the caller has, circuit closed, other candidates left: what happens. */
  private static final String TABLE =
      """
          UPSTREAM_TRANSIENT,    1, NOTHING, true,  true,  next always
          UPSTREAM_TRANSIENT,    1, NOTHING, false, true,  next always
          UPSTREAM_TRANSIENT,    2, NOTHING, true,  true,  next
          UPSTREAM_TRANSIENT,    3, NOTHING, true,  true,  end
          UPSTREAM_TRANSIENT,    1, NOTHING, true,  false, same
          UPSTREAM_TRANSIENT,    2, NOTHING, true,  false, same
          UPSTREAM_TRANSIENT,    3, NOTHING, true,  false, end
          UPSTREAM_TRANSIENT,    1, NOTHING, false, false, end
          UPSTREAM_TRANSIENT,    1, HEAD,    true,  true,  same
          UPSTREAM_TRANSIENT,    1, HEAD,    false, true,  end
          UPSTREAM_TRANSIENT,    1, CONTENT, true,  true,  end
          UPSTREAM_RATE_LIMITED, 1, NOTHING, true,  true,  next always
          UPSTREAM_RATE_LIMITED, 1, NOTHING, true,  false, same
          UPSTREAM_OVERLOADED,   1, NOTHING, true,  true,  next always
          UPSTREAM_TIMEOUT,      1, NOTHING, true,  true,  next always
          STREAM_BROKEN,         1, NOTHING, true,  true,  next always
          STREAM_BROKEN,         1, CONTENT, true,  true,  end
          UPSTREAM_CREDENTIAL,   1, NOTHING, true,  true,  next always
          UPSTREAM_CREDENTIAL,   1, NOTHING, true,  false, end
          UPSTREAM_CREDENTIAL,   1, HEAD,    true,  true,  end
          UPSTREAM_QUOTA,        1, NOTHING, true,  true,  next always
          UPSTREAM_NOT_FOUND,    1, NOTHING, true,  true,  next always
          CONTEXT_LENGTH,        1, NOTHING, true,  true,  next always
          CONTEXT_LENGTH,        1, NOTHING, true,  false, end
          CONTENT_FILTER,        1, NOTHING, true,  true,  end
          UPSTREAM_INVALID,      1, NOTHING, true,  true,  end
          SCHEMA_INVALID,        1, NOTHING, true,  true,  same after PT0S
          SCHEMA_INVALID,        2, HEAD,    true,  false, same after PT0S
          SCHEMA_INVALID,        3, NOTHING, true,  true,  end
          SCHEMA_INVALID,        1, NOTHING, false, true,  end
      """;

  @TestFactory
  Stream<DynamicTest> what_happens_after_a_failed_attempt() {
    return TABLE
        .lines()
        .map(line -> DynamicTest.dynamicTest(line.strip(), () -> check(line.strip().split(", *"))));
  }

  private static void check(String[] row) {
    var failure =
        new Failure(
            Integer.parseInt(row[1]),
            Fault.of(Code.valueOf(row[0]), "x"),
            Stage.valueOf(row[2]),
            Boolean.parseBoolean(row[3]),
            Boolean.parseBoolean(row[4]),
            PAUSE,
            LEFT);

    assertThat(word(Retry.next(failure))).isEqualTo(row[5]);
  }

  @ParameterizedTest
  @EnumSource
  void after_content_nothing_is_ever_tried_again(Code code) {
    var failure = new Failure(1, Fault.of(code, "x"), Stage.CONTENT, true, true, PAUSE, LEFT);

    assertThat(word(Retry.next(failure))).isEqualTo("end");
  }

  @Test
  void a_pause_beyond_the_deadline_ends_the_exchange() {
    var fault = Fault.of(Code.UPSTREAM_RATE_LIMITED, "x");

    assertThat(word(Retry.next(new Failure(1, fault, Stage.NOTHING, true, false, LEFT, LEFT))))
        .isEqualTo("end");
  }

  private static String word(Move move) {
    return switch (move) {
      case Move.Next(boolean always) -> always ? "next always" : "next";
      case Move.Same(Duration pause) -> pause.equals(PAUSE) ? "same" : "same after " + pause;
      case Move.End _ -> "end";
    };
  }
}
