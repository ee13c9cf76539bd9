package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.StopSignal;
import io.sluice.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration against the gateway itself: the main job, end to end, over real sockets. */
class DemoTest {
  @TempDir Path directory = Path.of("");

  @Test
  void every_scene_goes_as_stated() {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            print,
            print,
            Map.of(),
            directory,
            false,
            new StopSignal());
    int status = Sluice.run(terminal, new Starter(Map.of()), "demo", "--once");
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(said).doesNotContain("FAIL").contains("16 of 16 scenes went as stated");
    assertThat(status).isZero();
  }
}
