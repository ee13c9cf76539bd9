package io.sluice.egress;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An application of this machine's own gateway, for demonstrations: asks over HTTP and waits. */
public final class CallerClient implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int MOST_CHARS = 16 << 20;

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Calls the gateway at {@code server}: scheme, host and port. */
  public CallerClient(URI server) {
    this.server = server;
  }

  /**
   * One call.
   *
   * @param key goes as {@code Authorization: Bearer}
   * @param headers further fields
   */
  public record Call(String path, Secret key, Headers headers, Bytes body) {}

  /**
   * What came back.
   *
   * @param lines the body, line by line
   * @param cut true if the connection ended before the body did
   */
  public record Answer(int status, Headers headers, List<String> lines, boolean cut) {
    public Answer {
      lines = List.copyOf(lines);
    }

    /** The body as text. */
    public String text() {
      return String.join("\n", lines);
    }
  }

  /** Asks and reads the whole answer. */
  public Answer ask(Call call) throws IOException {
    return ask(call, line -> {});
  }

  /**
   * Asks, and hands over each line of the answer as it comes.
   *
   * @throws IOException if there is no answer at all
   */
  public Answer ask(Call call, Consumer<String> listener) throws IOException {
    var request =
        HttpRequest.newBuilder(server.resolve(call.path()))
            .timeout(WAIT)
            .header("Authorization", "Bearer " + call.key().open())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(call.body().toArray()));
    call.headers().fields().forEach(field -> request.header(field.name(), field.value()));
    try {
      var response = client.send(request.build(), BodyHandlers.ofInputStream());
      return read(response, listener);
    } catch (InterruptedException e) {
      throw new IOException("stopped while waiting for the gateway", e);
    }
  }

  private static Answer read(HttpResponse<InputStream> response, Consumer<String> listener) {
    var lines = new ArrayList<String>();
    boolean cut = false;
    try (var body =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      int chars = 0;
      for (String line = body.readLine(); line != null; line = body.readLine()) {
        lines.add(line);
        listener.accept(line);
        chars += line.length();
        if (chars > MOST_CHARS) {
          throw new IOException("an answer of more than " + MOST_CHARS + " characters");
        }
      }
    } catch (IOException e) {
      cut = true;
    }
    var headers = new ArrayList<Header>();
    response
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
    return new Answer(response.statusCode(), new Headers(headers), lines, cut);
  }

  /** Lets go of its connections. */
  @Override
  public void close() {
    client.close();
  }
}
