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
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every decoder against inputs that nobody wrote: whatever comes, it neither throws what it should
 * not, nor hangs, nor takes memory beyond what its input is worth.
 *
 * <p>By default each decoder meets what was once found, below {@code src/test/resources/fuzz}, and
 * each target some rounds by seed. With {@code -Dsluice.long=true} it goes on for a minute a
 * target, with {@code -Dsluice.fuzz.seconds=600} for so long, from a seed of its own each time;
 * {@code -Dsluice.fuzz.targets=sse,gemini} plays these alone. Jazzer plays the same targets for
 * longer ({@link JazzerTarget}). A failure says the decoder, the seed and the input; the input
 * becomes a file of that decoder's folder.
 */
class FuzzTest {
  /** Rounds in the suite, for each decoder of a target. */
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
    var only = Set.of(System.getProperty("sluice.fuzz.targets", "").split(","));
    return Target.all().stream()
        .filter(one -> only.contains("") || only.contains(one.name()))
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> play(one)));
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

  private static void play(Target target) {
    long seconds =
        Long.getLong("sluice.fuzz.seconds", Boolean.getBoolean("sluice.long") ? LONG_SECONDS : 0);
    long most = seconds == 0 ? ROUNDS * (long) target.decoders().size() : Long.MAX_VALUE;
    long first = seconds == 0 ? FIRST_SEED : new Random().nextLong();
    long since = System.nanoTime();
    List<Bytes> seeds = target.seeds();
    var now = new AtomicReference<>("nothing yet");
    assertTimeoutPreemptively(
        HANGS.plusSeconds(seconds),
        () -> {
          long rounds = 0;
          while (rounds < most && (seconds == 0 || passed(since) < seconds)) {
            long seed = first + rounds++;
            byte[] input = Mutation.of(seeds, new Random(seed)).toArray();
            now.set("seed " + seed);
            check(target.decoder(input), Target.rest(input), "seed " + seed);
          }
          assertThat(rounds).isPositive();
          if (seconds > 0) {
            System.out.println(target + ": " + rounds + " inputs in " + passed(since) + " s");
          }
        },
        () -> target + " hangs at " + now.get());
  }

  private static long passed(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toSeconds();
  }

  /** What the first to come that far allocates may be for classes that are loaded: so twice. */
  static void check(Decoder decoder, Bytes input, String where) {
    long most = ALLOCATED_BYTES + ALLOCATED_PER_BYTE * input.length();
    long first = allocated(decoder, input, where);
    if (first > most && allocated(decoder, input, where) > most) {
      throw new AssertionError("more than " + most + " bytes: " + said(decoder, input, where));
    }
  }

  private static long allocated(Decoder decoder, Bytes input, String where) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      decoder.read().accept(input);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(said(decoder, input, where), e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String said(Decoder decoder, Bytes input, String where) {
    List<String> said =
        List.of(decoder.name(), where, Base64.getEncoder().encodeToString(input.toArray()));
    return String.join(", ", said);
  }
}
