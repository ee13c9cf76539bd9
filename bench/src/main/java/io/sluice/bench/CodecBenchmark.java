package io.sluice.bench;

import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Finish;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.model.Span;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Codec;
import io.sluice.wire.Codecs;
import io.sluice.wire.Encoded;
import io.sluice.wire.Frame;
import io.sluice.wire.Incoming;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Every chat format on the same request of 4 KB and the same stream of 100 pieces: towards a
 * provider of the same format, and towards one of another. {@code -prof gc} says the bytes that are
 * allocated for each.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class CodecBenchmark {
  private static final int PIECES = 100;
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final ExchangeId EXCHANGE = new ExchangeId("01990a3c-5e00-7abc-8def-0123456789ab");

  /** Where the format is asked. */
  @Param({
    CHAT,
    "/v1/responses",
    MESSAGES,
    "/v1beta/models/m:streamGenerateContent",
    "/model/m/converse-stream",
    "/api/chat"
  })
  public String door = CHAT;

  private Codec codec = codec(CHAT);
  private Codec other = codec(MESSAGES);
  private Bytes body = Bytes.EMPTY;
  private Bytes otherBody = Bytes.EMPTY;
  private final List<Bytes> chunks = new ArrayList<>();

  private static Codec codec(String path) {
    return Codecs.at(path).orElseThrow().asked("alt=sse");
  }

  private static Incoming incoming(String path, Bytes body) {
    var address = new Incoming.Address(path, "alt=sse");
    return new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT);
  }

  /** The request in this format, and the stream that answers it, both as the codec writes them. */
  @Setup
  public void prepare() {
    codec = codec(door);
    String otherDoor = door.equals(CHAT) ? MESSAGES : CHAT;
    other = codec(otherDoor);
    Request asked = codec(CHAT).read(incoming(CHAT, chat()));
    body = door.equals(CHAT) ? chat() : codec.encode(asked, Outgoing.to("m")).body();
    otherBody = otherDoor.equals(CHAT) ? chat() : other.encode(asked, Outgoing.to("m")).body();
    var writer = writer(codec, door, body);
    chunks.clear();
    chunks.add(writer.write(List.of(new Event.Started("id", "m", 1))));
    for (int i = 0; i < PIECES; i++) {
      chunks.add(writer.write(List.of(new Event.Text(0, "part of it. ", Span.NONE))));
    }
    chunks.add(writer.write(List.of(new Event.Finished(0, Finish.STOP, ""), new Event.Ended())));
    chunks.add(writer.end());
    chunks.removeIf(Bytes::isEmpty);
  }

  private static AnswerWriter writer(Codec codec, String door, Bytes body) {
    Request request = codec.read(incoming(door, body));
    return codec.writer(new Answering(EXCHANGE, request, "m", true, false, body));
  }

  /** About 4 KB of text in two turns, asked as a stream. */
  private static Bytes chat() {
    String turn = "{\"role\":\"%s\",\"content\":\"" + "Said at some length. ".repeat(97) + "\"}";
    return Bytes.utf8(
        "{\"model\":\"m\",\"stream\":true,\"temperature\":0.5,\"messages\":["
            + turn.formatted("system")
            + ","
            + turn.formatted("user")
            + "]}");
  }

  /** Reads a request and writes it for a provider of its own format. */
  @Benchmark
  public Encoded requestPassed() {
    Incoming incoming = incoming(door, body);
    return codec.pass(incoming, codec.read(incoming), Outgoing.to("other"));
  }

  /** Reads a request and tells it to a provider of another format. */
  @Benchmark
  public Encoded requestTold() {
    return other.encode(codec.read(incoming(door, body)), Outgoing.to("other"));
  }

  /** Reads a piece of a stream and passes it to a caller of its own format. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public void piecePassed(Blackhole sink) {
    var writer = writer(codec, door, body);
    AnswerReader reader = codec.reader(true);
    for (Bytes chunk : chunks) {
      reader.accept(chunk, (Frame frame) -> sink.consume(writer.pass(frame, frame.events())));
    }
    sink.consume(writer.end());
  }

  /** Reads a piece of a stream and tells it to a caller of another format. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public void pieceTold(Blackhole sink) {
    String otherDoor = door.equals(CHAT) ? MESSAGES : CHAT;
    var writer = writer(other, otherDoor, otherBody);
    AnswerReader reader = codec.reader(true);
    for (Bytes chunk : chunks) {
      reader.accept(chunk, (Frame frame) -> sink.consume(writer.write(frame.events())));
    }
    sink.consume(writer.end());
  }
}
