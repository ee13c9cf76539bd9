package io.sluice.e2e;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** AWS's own clients, whole and streaming, for one address and one pair. They never try again. */
record BedrockClients(BedrockRuntimeClient whole, BedrockRuntimeAsyncClient streaming)
    implements AutoCloseable {
  /** An access key id and its secret. */
  record Pair(String id, String secret) {}

  /** A bearer key that does not end. */
  private record Key(String token) implements SdkToken {
    @Override
    public Optional<Instant> expirationTime() {
      return Optional.empty();
    }
  }

  static BedrockClients signing(URI address, Pair pair, Protocol protocol) {
    var credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(pair.id(), pair.secret()));
    var whole =
        BedrockRuntimeClient.builder()
            .endpointOverride(address)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .overrideConfiguration(once())
            .build();
    var streaming =
        BedrockRuntimeAsyncClient.builder()
            .endpointOverride(address)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .overrideConfiguration(once())
            .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol))
            .build();
    return new BedrockClients(whole, streaming);
  }

  /** A client that shows a bearer key, as {@code AWS_BEARER_TOKEN_BEDROCK} makes it. */
  static BedrockRuntimeClient bearer(URI address, String key) {
    return BedrockRuntimeClient.builder()
        .endpointOverride(address)
        .region(Region.US_EAST_1)
        .tokenProvider(StaticTokenProvider.create(new Key(key)))
        .authSchemeProvider(
            BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("httpBearerAuth")))
        .overrideConfiguration(once())
        .build();
  }

  private static ClientOverrideConfiguration once() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(AwsRetryStrategy.doNotRetry())
        .apiCallTimeout(Duration.ofSeconds(30))
        .build();
  }

  /** The events of a stream, each as the client's own text for it. */
  List<String> stream(ConverseStreamRequest asked) {
    var events = new ConcurrentLinkedQueue<String>();
    var handler =
        ConverseStreamResponseHandler.builder()
            .onEventStream(publisher -> publisher.subscribe(event -> events.add(event.toString())))
            .onError(error -> events.add(error.getClass().getSimpleName()))
            .build();
    try {
      streaming.converseStream(asked, handler).join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      events.add("failed " + cause.getClass().getSimpleName());
    }
    return List.copyOf(events);
  }

  @Override
  public void close() {
    whole.close();
    streaming.close();
  }
}
