package io.sluice.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Plays the scenes one after the other and prints a line for each. */
final class Demo {
  private final Terminal terminal;
  private final DemoStage stage;

  Demo(Terminal terminal, DemoStage stage) {
    this.terminal = terminal;
    this.stage = stage;
  }

  /** The scenes that did not go as stated. */
  List<DemoScene> play(List<DemoScene> scenes) {
    var failed = new ArrayList<DemoScene>();
    int number = 0;
    for (DemoScene scene : scenes) {
      number++;
      progress("playing %d of %d: %s".formatted(number, scenes.size(), scene.asked()));
      DemoReport report = play(scene);
      progress("");
      terminal.say(
          "%-4s %2d. %s -> %s | %s"
              .formatted(
                  report.asStated() ? "ok" : "FAIL",
                  number,
                  scene.asked(),
                  scene.stated(),
                  report.line()));
      report.wrong().forEach(wrong -> terminal.say("         not as stated: " + wrong));
      if (!report.asStated()) {
        failed.add(scene);
      }
    }
    return failed;
  }

  private DemoReport play(DemoScene scene) {
    var report = new DemoReport(stage);
    try {
      scene.play().on(report);
    } catch (IOException e) {
      report.expect(false, "the gateway gives no answer: " + e.getMessage());
    }
    return report;
  }

  /** A line that the next one takes the place of; nothing where nobody looks. */
  private void progress(String text) {
    if (terminal.interactive()) {
      terminal.out().print("\r\u001b[K" + text);
      terminal.out().flush();
    }
  }
}
