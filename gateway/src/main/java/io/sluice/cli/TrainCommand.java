package io.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.Command;

/** {@code train}: serves a few requests and leaves, so that the next start can be fast. */
@Command(name = "train", hidden = true, description = "Serve a few requests and leave.")
final class TrainCommand extends Verb {
  @Override
  public Integer call() throws IOException {
    Terminal outer = terminal();
    Path directory = Files.createTempDirectory("sluice-train");
    var quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var terminal =
        new Terminal(outer.in(), quiet, quiet, outer.environment(), directory, false, outer.stop());
    try (var stage = new DemoStage(directory, sluice().start(), LocalDate.now(ZoneOffset.UTC))) {
      new Demo(terminal, stage).play(new DemoScenes(stage).all());
      new TrainingLoad(stage).send();
    } finally {
      DemoCommand.delete(directory);
    }
    return Exit.OK;
  }
}
