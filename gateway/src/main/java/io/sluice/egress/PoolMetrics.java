package io.sluice.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads what self-hosted servers publish of themselves. No credential is shown to them. */
public final class PoolMetrics {
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 2 << 20;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(WAIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * The text at {@code address}, at most 2 MiB of it.
   *
   * @throws IOException if there is no answer of 200 within two seconds
   */
  public String read(URI address) throws IOException {
    var request = HttpRequest.newBuilder(address).timeout(WAIT).GET().build();
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException("it answered " + answer.statusCode());
        }
        return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      }
    } catch (InterruptedException e) {
      throw new IOException("stopped while waiting for an answer", e);
    }
  }
}
