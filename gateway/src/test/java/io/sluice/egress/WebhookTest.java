package io.sluice.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.approval.Approval;
import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.Asker;
import io.sluice.approval.Question;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private Webhook webhook;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Integer status = answers.poll();
          exchange.sendResponseHeaders(status == null ? 204 : status, -1);
          exchange.close();
        });
    server.start();
    URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    var settings = new ApprovalSettings(List.of("ann"), Duration.ofHours(8), place);
    webhook = new Webhook(() -> settings, Duration.ofMillis(1));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Approval approval(String id) {
    var label = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
    var question =
        new Question(
            Question.Kind.REQUEST,
            new Asker("default", "key", List.of()),
            "binding",
            List.of("rule"),
            new Question.Scope(label, List.of()),
            Map.of());
    return new Approval(id, question, NOW, NOW.plusSeconds(60), null);
  }

  @Test
  void a_message_that_is_not_taken_is_sent_again() throws InterruptedException {
    answers.addAll(List.of(500, 302));
    webhook.arrived(approval("a1"));
    for (int i = 0; i < 3; i++) {
      assertThat(told.poll(10, TimeUnit.SECONDS)).contains("\"approval\":\"a1\"");
    }
    assertThat(webhook.failed()).isZero();
    assertThat(webhook.warning()).isEmpty();
  }

  @Test
  void one_that_never_is_is_counted_and_shown_until_one_is_taken() throws InterruptedException {
    answers.addAll(List.of(500, 500, 500, 500));
    webhook.arrived(approval("a1"));
    await(() -> webhook.failed() == 1);
    assertThat(told).hasSize(4);
    assertThat(webhook.warning()).contains("approvals.notify");
    webhook.arrived(approval("a2"));
    await(() -> webhook.warning().isEmpty());
    assertThat(webhook.failed()).isEqualTo(1);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }
}
