package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path directory = Path.of("");
  private final AtomicReference<Path> used = new AtomicReference<>();
  private final AtomicReference<String> configuration = new AtomicReference<>("");

  /** Makes keys and refuses everything else, in no format that anybody stated. */
  private RunningGateway refusing(@Nullable Path file, Path data) throws IOException {
    used.set(data.getParent());
    configuration.set(Files.readString(file));
    var admin = new AdminDouble(data);
    admin.answer("POST /api/v1/keys", 201, "{\"id\":\"k\",\"key\":\"sluice_k_s\"}");
    admin.answer("DELETE /api/v1/keys/k", 200, "{}");
    return new RunningGateway() {
      @Override
      public URI client() {
        return URI.create(admin.address());
      }

      @Override
      public URI admin() {
        return URI.create(admin.address());
      }

      @Override
      public void close() {
        admin.close();
      }
    };
  }

  @Test
  void scenes_that_do_not_go_as_stated_are_named_and_the_status_is_negative() {
    var shell = new Shell(directory);
    assertThat(shell.run(this::refusing, "demo", "--once")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out())
        .contains("FAIL  1. a public prompt", "not as stated", "0 of ")
        .doesNotContain("\r");
    assertThat(used.get()).doesNotExist();
  }

  @Test
  void its_configuration_has_every_place_filled_in() {
    new Shell(directory).run(this::refusing, "demo", "--once");
    assertThat(configuration.get())
        .contains("base_url: http://127.0.0.1:", "review_expires: 20")
        .doesNotContainPattern("\\{[a-z_]+}");
  }

  @Test
  void without_once_it_stays_up_and_shows_the_way_in() throws Exception {
    var shell = new Shell(directory);
    var status = CompletableFuture.supplyAsync(() -> shell.run(this::refusing, "demo"));
    assertThat(shell.awaitOut("Ctrl-C")).contains("console  http://127.0.0.1:", "curl -s http");
    assertThat(used.get()).exists();
    shell.stop.raise();
    assertThat(status.get()).isEqualTo(Exit.NEGATIVE);
    assertThat(used.get()).doesNotExist();
  }

  @Test
  void a_gateway_that_does_not_start_is_a_matter_of_the_environment() {
    var shell = new Shell(directory);
    assertThat(shell.run("demo", "--once")).isEqualTo(Exit.ENVIRONMENT);
    assertThat(shell.err()).contains("no gateway in this test");
  }
}
