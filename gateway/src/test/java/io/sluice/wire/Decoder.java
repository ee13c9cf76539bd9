package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.model.Stop;
import io.sluice.wire.cohere.CohereChat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Something that reads bytes of others: what it does with any of them is to say what it read, or
 * that it is none, and nothing else.
 *
 * @param format whose decoder it is; its own name where it serves several
 * @param seeds inputs that are right
 * @param read reads one input; throws where no decoder may
 */
record Decoder(String name, String format, List<Bytes> seeds, Consumer<Bytes> read) {
  private static final int[] STATUSES = {400, 401, 403, 404, 408, 413, 422, 429, 500, 503, 529};

  /** Names only: what is read is the test's. */
  @Override
  public String toString() {
    return name;
  }

  static List<Decoder> all() {
    var all = new ArrayList<Decoder>();
    List<Bytes> streams = files(WireCase.all(), "answer.sse");
    all.add(new Decoder("sse", "sse", streams, Decoder::sse));
    all.add(new Decoder("event-stream", "event-stream", events(), Decoder::eventStream));
    all.add(new Decoder("json", "json", files(WireCase.all(), "request.json"), Decoder::json));
    for (String format : new TreeMap<>(WireCase.CODECS).keySet()) {
      List<WireCase> cases =
          WireCase.all().stream().filter(one -> one.format().equals(format)).toList();
      var codec = WireCase.codec(format);
      String whose = codec.family().equals("openai") ? format : codec.family();
      List<Bytes> requests = files(cases, "request.json");
      all.add(new Decoder("request-" + format, whose, requests, bytes -> request(cases, bytes)));
      all.add(new Decoder("error-" + format, whose, errors(), bytes -> error(codec, bytes)));
      for (String file : List.of("answer.json", "answer.sse", "answer.events", "answer.ndjson")) {
        List<Bytes> answers = files(cases, file);
        if (!answers.isEmpty()) {
          String name = file.replace("answer.", "answer-" + format + "-");
          boolean stream = !file.equals("answer.json");
          all.add(
              new Decoder(
                  name, whose, answers, bytes -> answer(codec, stream, lined(file, bytes))));
        }
      }
    }
    List<Bytes> said = folder(Path.of("src/test/resources/wire/cohere-chat"), "answer.sse");
    var cohere = new CohereChat();
    all.add(new Decoder("answer-cohere-sse", "cohere", said, one -> answer(cohere, true, one)));
    List<Bytes> whole = folder(Path.of("src/test/resources/wire/cohere-chat"), "answer.json");
    all.add(new Decoder("answer-cohere-json", "cohere", whole, one -> answer(cohere, false, one)));
    all.add(new Decoder("error-cohere", "cohere", errors(), one -> error(cohere, one)));
    return all;
  }

  private static List<Bytes> files(List<WireCase> cases, String name) {
    return cases.stream()
        .filter(one -> Files.exists(one.folder().resolve(name)))
        .map(one -> one.file(name))
        .toList();
  }

  private static List<Bytes> folder(Path root, String name) {
    try (var files = Files.walk(root)) {
      var all = new ArrayList<Bytes>();
      for (Path file : files.filter(one -> one.endsWith(name)).sorted().toList()) {
        all.add(Bytes.owning(Files.readAllBytes(file)));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Bytes> events() {
    return files(WireCase.all(), "answer.events").stream()
        .map(lines -> EventLines.encoded(lines.utf8()))
        .toList();
  }

  private static List<Bytes> errors() {
    return List.of(
        Bytes.utf8("{\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"code\":\"c\"}}"),
        Bytes.utf8("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}"),
        Bytes.utf8("[{\"error\":{\"code\":429,\"status\":\"X\",\"details\":[{\"@type\":\"a\"}]}}]"),
        Bytes.utf8("{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}"),
        Bytes.utf8("{\"message\":\"m\",\"__type\":\"ThrottlingException\"}"));
  }

  private static void sse(Bytes bytes) {
    var frames = new SseFrames();
    frames.accept(bytes, (raw, event, data) -> Fields.lenient(data));
    frames.end((raw, event, data) -> Fields.lenient(data));
  }

  private static void eventStream(Bytes bytes) {
    new AwsEventStream().accept(bytes, message -> Fields.lenient(message.payload()));
  }

  private static void json(Bytes bytes) {
    try {
      Json.parse(bytes, JsonLimits.DEFAULT);
    } catch (JsonException expected) {
      return; // it is none, and that was said
    }
  }

  /** Reads it, passes it on and tells it to every provider that could be asked. */
  private static void request(List<WireCase> cases, Bytes bytes) {
    var codec = cases.getFirst().codec();
    var incoming =
        WireCase.incoming(new Incoming.Address(cases.getFirst().path(), "beta=true"), bytes);
    try {
      codec.continuing(incoming);
      Request request = codec.read(incoming);
      codec.pass(incoming, request, Outgoing.to("other"));
      for (Map.Entry<String, Codec> other : WireCase.CODECS.entrySet()) {
        if (!other.getValue().name().equals(codec.name()) && other.getValue().speaks(request)) {
          other.getValue().encode(request, Outgoing.to("other"));
        }
      }
    } catch (Stop expected) {
      expected.fault().message();
    }
  }

  private static void error(Codec codec, Bytes bytes) {
    for (int status : STATUSES) {
      var fault = codec.fault(status, Headers.NONE, bytes);
      codec.refusal(fault, WireCase.EXCHANGE);
    }
  }

  private static Bytes lined(String file, Bytes bytes) {
    if (!file.equals("answer.events")) {
      return bytes;
    }
    try {
      return EventLines.encoded(bytes.utf8());
    } catch (RuntimeException none) {
      return bytes; // no lines of events: then bytes that are no event stream
    }
  }

  /** Reads it cut in the middle, passes it on and tells it to callers of every chat format. */
  private static void answer(Codec codec, boolean stream, Bytes bytes) {
    var read = WireCase.read(codec.reader(stream), bytes, bytes.length() / 2);
    for (WireCase one : WireCase.all()) {
      boolean vectors = one.format().endsWith("embed") || one.format().endsWith("embeddings");
      boolean fits = vectors == codec.name().contains("embed");
      if (one.folder().endsWith("text") && fits && !one.format().endsWith("-count")) {
        tell(one, stream, read);
      }
    }
    read.frames().forEach(Frame::raw);
  }

  private static void tell(WireCase caller, boolean stream, WireCase.Read read) {
    var body = caller.file("request.json");
    var answering =
        new Answering(WireCase.EXCHANGE, caller.request(), "asked", stream, false, body);
    var writer = caller.codec().writer(answering);
    for (Frame frame : read.frames()) {
      for (Event event : frame.events()) {
        if (event instanceof Event.Failed(var fault)) {
          writer.broken(fault);
          return;
        }
      }
      writer.write(frame.events());
    }
    writer.end();
    writer.losses();
  }
}
