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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Tells the configured address that a question waits: its id and kind, no content. To that host
 * alone, because redirects are not followed; nobody waits for it. A message that is not taken is
 * sent again, {@link #MOST_TRIES} times in all, and then counted: the inbox is the truth, and
 * {@link #warning} says that somebody may not know of it.
 */
public final class Webhook implements Notice {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int MOST_AT_ONCE = 32;
  private static final int MOST_TRIES = 4;

  private final Supplier<ApprovalSettings> settings;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong failedInRow = new AtomicLong();
  private final Duration pause;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** To where {@code settings} say at that moment. */
  public Webhook(Supplier<ApprovalSettings> settings) {
    this(settings, Duration.ofSeconds(1));
  }

  /** The same; {@code pause} is how long a message waits before it is sent again, then doubled. */
  Webhook(Supplier<ApprovalSettings> settings, Duration pause) {
    this.settings = settings;
    this.pause = pause;
  }

  @Override
  public void arrived(Approval approval) {
    URI place = settings.get().webhook();
    if (place == null) {
      return;
    }
    if (!room.tryAcquire()) {
      given();
      return;
    }
    var request =
        HttpRequest.newBuilder(place)
            .timeout(WAIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(text(approval).getBytes(UTF_8)))
            .build();
    send(request, 1);
  }

  private void send(HttpRequest request, int tries) {
    client
        .sendAsync(request, BodyHandlers.discarding())
        .whenComplete(
            (answer, error) -> {
              if (error == null && answer.statusCode() / 100 == 2) {
                failedInRow.set(0);
                room.release();
              } else if (tries < MOST_TRIES) {
                long wait = pause.toMillis() << (tries - 1);
                CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS)
                    .execute(() -> send(request, tries + 1));
              } else {
                given();
                room.release();
              }
            });
  }

  /** Given up. */
  private void given() {
    failed.incrementAndGet();
    failedInRow.incrementAndGet();
  }

  /** Messages that were not taken, however often they were sent. */
  public long failed() {
    return failed.get();
  }

  /** What operators should know; empty while the last message was taken. */
  public String warning() {
    long missed = settings.get().webhook() == null ? 0 : failedInRow.get();
    return missed == 0 ? "" : "approvals.notify did not take the last " + missed + " messages";
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
