package io.sluice.egress;

import io.sluice.audit.Anchor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Checkpoints by {@code POST} to an address; any answer of 2xx means that it is kept. */
public final class HttpAnchor implements Anchor {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** To {@code address}. */
  public HttpAnchor(URI address) {
    this.address = address;
  }

  @Override
  public void put(String log, long size, String note) throws IOException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(WAIT)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofString(note))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IOException("the anchor answered " + status);
      }
    } catch (InterruptedException e) {
      throw new IOException("stopped while waiting for the anchor", e);
    }
  }
}
