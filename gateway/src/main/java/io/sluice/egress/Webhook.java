package io.sluice.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.approval.Approval;
import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.Notice;
import io.sluice.json.JsonWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Tells the configured address that a question waits: its id and kind, no content. To that host
 * alone, because redirects are not followed; nobody waits for it, and one that fails is counted and
 * not repeated: the inbox is the truth.
 */
public final class Webhook implements Notice {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int MOST_AT_ONCE = 8;

  private final Supplier<ApprovalSettings> settings;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final AtomicLong failed = new AtomicLong();
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** To where {@code settings} say at that moment. */
  public Webhook(Supplier<ApprovalSettings> settings) {
    this.settings = settings;
  }

  @Override
  public void arrived(Approval approval) {
    URI place = settings.get().webhook();
    if (place == null) {
      return;
    }
    if (!room.tryAcquire()) {
      failed.incrementAndGet();
      return;
    }
    var request =
        HttpRequest.newBuilder(place)
            .timeout(WAIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(text(approval).getBytes(UTF_8)))
            .build();
    client
        .sendAsync(request, BodyHandlers.discarding())
        .whenComplete(
            (answer, error) -> {
              room.release();
              if (error != null || answer.statusCode() / 100 != 2) {
                failed.incrementAndGet();
              }
            });
  }

  /** Messages that were not taken. */
  public long failed() {
    return failed.get();
  }

  private static String text(Approval approval) {
    return new JsonWriter(256)
        .object()
        .field("event", "approval.opened")
        .field("approval", approval.id())
        .field("kind", approval.question().kind().name().toLowerCase(Locale.ROOT))
        .field("tenant", approval.question().asker().tenant())
        .field("level", approval.question().scope().label().level().word())
        .field("opened", approval.opened().toString())
        .field("expires", approval.expires().toString())
        .endObject()
        .done()
        .utf8();
  }
}
