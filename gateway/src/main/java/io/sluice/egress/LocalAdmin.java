package io.sluice.egress;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Talks to the admin plane of a running gateway, found through its data directory. Where that
 * speaks TLS, the certificate that the gateway left there is believed, and no other.
 */
public final class LocalAdmin {
  private static final Duration WAIT =
      Duration.ofMinutes(5); // a simulation reads much of the record

  private final URI base;
  private final Secret token;
  private final HttpClient client;

  private LocalAdmin(URI base, Secret token, Path certificate) {
    this.base = base;
    this.token = token;
    var building =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER);
    client =
        base.getScheme().equals("https")
            ? building.sslContext(PinnedCertificate.context(certificate)).build()
            : building.build();
  }

  /** An answer: the status, and the body where it is JSON. */
  public record Reply(int status, Json body, String text) {
    /** True for 2xx. */
    public boolean ok() {
      return status / 100 == 2;
    }
  }

  /**
   * The gateway that runs on this data directory.
   *
   * @throws IOException if none has left its address and token there
   */
  public static LocalAdmin of(Path data) throws IOException {
    return of(data, data.resolve("admin-token"));
  }

  /**
   * The same, as the operator whose token is all that {@code token} holds.
   *
   * @throws IOException if there is no address, or no such file
   */
  public static LocalAdmin of(Path data, Path token) throws IOException {
    String url = Files.readString(data.resolve("admin-url")).strip();
    return new LocalAdmin(
        URI.create(url),
        Secret.of(Files.readString(token).strip()),
        data.resolve("admin-certificate"));
  }

  /** The address of the admin plane. */
  public URI base() {
    return base;
  }

  /**
   * Calls {@code path} with a JSON body, or none where it is empty.
   *
   * @throws IOException if nobody answers
   */
  public Reply call(String method, String path, Bytes body) throws IOException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(WAIT)
            .header("Authorization", "Bearer " + token.open())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(body.toArray()))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      var bytes = Bytes.owning(response.body());
      return new Reply(response.statusCode(), json(bytes), bytes.utf8());
    } catch (InterruptedException e) {
      throw new IOException("stopped while waiting for the gateway", e);
    }
  }

  private static Json json(Bytes bytes) {
    try {
      return Json.parse(bytes, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }
}
