package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every decoder against inputs that nobody wrote: whatever comes, it neither throws what it should
 * not, nor hangs, nor takes memory beyond what its input is worth.
 *
 * <p>By default each decoder meets what was once found, below {@code src/test/resources/fuzz}, and
 * some rounds by seed. With {@code -Dsluice.long=true} it goes on for a minute each, with {@code
 * -Dsluice.fuzz.seconds=600} for so long, from a seed of its own each time. A failure says the seed
 * and the input; the input becomes a file of that folder.
 */
class FuzzTest {
  private static final int ROUNDS = 100;
  private static final long FIRST_SEED = 20_261_127;
  private static final int LONG_SECONDS = 60;

  /** An input that takes so long hangs: the slowest takes milliseconds. */
  private static final Duration HANGS = Duration.ofSeconds(60);

  /** What one input may allocate: so much, and so many bytes for each byte of it. */
  private static final long ALLOCATED_BYTES = 8L << 20;

  private static final long ALLOCATED_PER_BYTE = 4_096;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TestFactory
  Stream<DynamicTest> what_was_found_once_is_borne() {
    return Decoder.all().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> found(one)));
  }

  @TestFactory
  Stream<DynamicTest> whatever_comes_is_read_or_refused() {
    return Decoder.all().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> play(one)));
  }

  private static void found(Decoder decoder) throws IOException {
    var inputs = new ArrayList<>(decoder.seeds());
    Path folder = Path.of("src/test/resources/fuzz", decoder.name());
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Bytes.owning(Files.readAllBytes(file)));
        }
      }
    }
    inputs.forEach(input -> check(decoder, input, "corpus"));
    assertThat(inputs).isNotEmpty();
  }

  private static void play(Decoder decoder) {
    long seconds =
        Long.getLong("sluice.fuzz.seconds", Boolean.getBoolean("sluice.long") ? LONG_SECONDS : 0);
    long first = seconds == 0 ? FIRST_SEED : new Random().nextLong();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    var now = new AtomicReference<>("nothing yet");
    assertTimeoutPreemptively(
        HANGS.plusSeconds(seconds),
        () -> {
          long rounds = 0;
          while (seconds == 0 ? rounds < ROUNDS : System.nanoTime() - end < 0) {
            long seed = first + rounds++;
            Bytes input = Mutation.of(decoder.seeds(), new Random(seed));
            now.set("seed " + seed);
            check(decoder, input, "seed " + seed);
          }
          assertThat(rounds).isPositive();
        },
        () -> decoder + " hangs at " + now.get());
  }

  private static void check(Decoder decoder, Bytes input, String where) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      decoder.read().accept(input);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(said(decoder, input, where), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated)
        .as(() -> "bytes allocated: " + said(decoder, input, where))
        .isLessThan(ALLOCATED_BYTES + ALLOCATED_PER_BYTE * input.length());
  }

  private static String said(Decoder decoder, Bytes input, String where) {
    List<String> said =
        List.of(decoder.name(), where, Base64.getEncoder().encodeToString(input.toArray()));
    return String.join(", ", said);
  }
}
