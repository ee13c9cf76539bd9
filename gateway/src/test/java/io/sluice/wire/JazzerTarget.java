package io.sluice.wire;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One target as Jazzer's driver calls it, which finds inputs by what they reach. Nothing of Jazzer
 * is needed to compile it; {@code .ci/fuzz.sh} runs it.
 */
public final class JazzerTarget {
  private static @Nullable Target target;

  private JazzerTarget() {}

  /**
   * Called once.
   *
   * @param arguments the target's name, and a folder that its right inputs are written to
   */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    Target chosen =
        Target.all().stream()
            .filter(one -> one.name().equals(arguments[0]))
            .findFirst()
            .orElseThrow();
    target = chosen;
    List<Bytes> seeds = chosen.seeds();
    for (int i = 0; i < seeds.size(); i++) {
      fuzzerTestOneInput(seeds.get(i).toArray());
      Files.write(Path.of(arguments[1], "seed-" + i), seeds.get(i).toArray());
    }
  }

  /** Prints the names of all targets. */
  public static void main(String[] arguments) {
    Target.all().forEach(System.out::println);
  }

  /** Called for every input. */
  public static void fuzzerTestOneInput(byte[] input) {
    Target chosen = Objects.requireNonNull(target, "fuzzerInitialize comes first");
    FuzzTest.check(chosen.decoder(input), Target.rest(input), "jazzer");
  }
}
