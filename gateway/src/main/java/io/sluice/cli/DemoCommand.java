package io.sluice.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the main job with no keys and no internet. */
@Command(
    name = "demo",
    description = "Play governed interactions with no keys and no internet, and check each one.",
    footer = {
      "",
      "Starts three simulated providers and a gateway in a directory of its own, plays the scenes"
          + " over HTTP and prints what was decided and why; then stays up until Ctrl-C. Exit status"
          + " 1 if a scene did not go as stated."
    })
final class DemoCommand extends Verb {
  @Option(names = "--once", description = "leave after the last scene")
  boolean once;

  @Override
  public Integer call() throws IOException {
    var terminal = terminal();
    Path directory = Files.createTempDirectory("sluice-demo");
    try (var stage = open(directory)) {
      var scenes = new DemoScenes(stage);
      List<DemoScene> all = scenes.all();
      List<DemoScene> failed = new Demo(terminal, stage).play(all);
      terminal.say("");
      terminal.say(
          "%d of %d scenes went as stated".formatted(all.size() - failed.size(), all.size()));
      if (!once) {
        stay(terminal, stage, scenes.key());
      }
      return failed.isEmpty() ? Exit.OK : Exit.NEGATIVE;
    } finally {
      delete(directory);
    }
  }

  private DemoStage open(Path directory) {
    try {
      return new DemoStage(directory, sluice().start(), LocalDate.now(ZoneOffset.UTC));
    } catch (IOException e) {
      throw Failure.environment("the demonstration cannot start: " + e.getMessage());
    }
  }

  private static void stay(Terminal terminal, DemoStage stage, DemoStage.Key key)
      throws IOException {
    Path file = stage.leave(key);
    terminal.say("");
    terminal.say("console  " + stage.gateway().admin());
    terminal.say("operate  ./sluice status --data " + stage.data());
    terminal.say("ask      " + Curl.chat(stage.gateway().client(), "auto", "$(cat " + file + ")"));
    terminal.say("");
    terminal.say("Ctrl-C ends it and removes " + stage.data().getParent());
    terminal.stop().await();
  }

  static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException error)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
