package io.sluice.bench;

import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Findings;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Encoded;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import io.sluice.wire.SseFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The parts that touch bytes, on the request of the load runs. Budget: 11 us for 4 KB together. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class PartsBenchmark {
  private static final String PATH = "/v1/chat/completions";
  private static final Incoming.Address ADDRESS = new Incoming.Address(PATH, "");
  private static final String CHUNK =
      "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"part of it. \"},"
          + "\"finish_reason\":null}]}\n\n";

  private final Codec codec = Codecs.at(PATH).orElseThrow();
  private final Inspector inspector = new Inspector(InspectSettings.DEFAULT);
  private final Requests fresh = new Requests("", Requests.ALL_NEW, false);
  private final Bytes body = body(new Requests("", Requests.ALL_NEW, false));
  private final Request known = codec.read(incoming(body));
  private final Bytes chunk = Bytes.utf8(CHUNK);

  private static Incoming incoming(Bytes body) {
    return new Incoming(ADDRESS, Headers.NONE, body, JsonLimits.DEFAULT);
  }

  private static Bytes body(Requests requests) {
    ByteBuffer request = requests.next();
    String text = StandardCharsets.US_ASCII.decode(request).toString();
    return Bytes.utf8(text.substring(text.indexOf("\r\n\r\n") + 4));
  }

  /** Reads a chat request and writes it again for a provider of the same format. */
  @Benchmark
  public Encoded readAndPass() {
    Incoming incoming = incoming(body);
    return codec.pass(incoming, codec.read(incoming), Outgoing.to("other"));
  }

  /** Makes and reads a request that was never seen: what the next one is compared with. */
  @Benchmark
  public Request readNew() {
    return codec.read(incoming(body(fresh)));
  }

  /** Makes, reads and inspects 4 KB of text that was never seen. */
  @Benchmark
  public Findings readAndInspectNew() {
    return inspector.inspect(codec.read(incoming(body(fresh))));
  }

  /** Inspects 4 KB of text that was seen before. */
  @Benchmark
  public Findings inspectSeen() {
    return inspector.inspect(known);
  }

  /** Finds the one event of a chunk. */
  @Benchmark
  public void frame(Blackhole sink) {
    new SseFrames().accept(chunk, (raw, event, data) -> sink.consume(data));
  }
}
