package io.sluice.wire;

import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.wire.anthropic.AnthropicCount;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.bedrock.BedrockConverse;
import io.sluice.wire.openaichat.OpenAiChat;
import io.sluice.wire.openaiembeddings.OpenAiEmbeddings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One case of one format: a caller's request and a provider's answer, as files. */
record WireCase(String format, Path folder) {
  static final ExchangeId EXCHANGE = new ExchangeId("01990a3c-5e00-7abc-8def-0123456789ab");

  static final Map<String, Codec> CODECS =
      Map.of(
          "openai-chat", new OpenAiChat("max_completion_tokens"),
          "openai-embeddings", new OpenAiEmbeddings(),
          "anthropic", new AnthropicMessages(),
          "anthropic-count", new AnthropicCount(),
          "bedrock", new BedrockConverse());

  /** A whole answer read from bytes. */
  record Read(List<Event> events, Bytes raw, List<Frame> frames) {}

  static List<WireCase> all() {
    var all = new ArrayList<WireCase>();
    Path root = Path.of("src/test/resources/wire");
    for (String format : CODECS.keySet().stream().sorted().toList()) {
      try (var folders = Files.list(root.resolve(format))) {
        folders.sorted().forEach(folder -> all.add(new WireCase(format, folder)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  static Codec codec(String format) {
    return Objects.requireNonNull(CODECS.get(format), format);
  }

  Codec codec() {
    return codec(format);
  }

  /** The codec of the other chat format; itself where there is none. */
  Codec other() {
    return switch (format) {
      case "openai-chat" -> codec("anthropic");
      case "anthropic" -> codec("openai-chat");
      case "bedrock" -> codec("anthropic");
      default -> codec();
    };
  }

  boolean crosses() {
    return !other().name().equals(codec().name());
  }

  boolean stream() {
    return Files.exists(folder.resolve("answer.sse")) || events();
  }

  private boolean events() {
    return Files.exists(folder.resolve("answer.events"));
  }

  Bytes answer() {
    if (events()) {
      return EventLines.encoded(file("answer.events").utf8());
    }
    return file(stream() ? "answer.sse" : "answer.json");
  }

  Bytes file(String name) {
    try {
      return Bytes.owning(Files.readAllBytes(folder.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Incoming incoming() {
    return incoming(path(format, stream()), file("request.json"));
  }

  /** Where a request comes to: formats that name the model in the path read it there. */
  static String path(String format, boolean stream) {
    String model = "/model/us.amazon.nova-lite-v1%3A0/converse";
    return format.equals("bedrock") ? model + (stream ? "-stream" : "") : "/v1/x";
  }

  static Incoming incoming(Bytes body) {
    return incoming("/v1/x", body);
  }

  static Incoming incoming(String path, Bytes body) {
    var address = new Incoming.Address(path, "beta=true");
    return new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT);
  }

  Request request() {
    return codec().read(incoming());
  }

  /** What the writer for a caller of the other format is given. */
  Answering crossed() {
    Request request = request();
    return new Answering(EXCHANGE, request, "asked-model", stream(), false);
  }

  Answering same() {
    return new Answering(EXCHANGE, request(), "asked-model", stream(), false);
  }

  /** Reads {@code bytes} in pieces that end at each of {@code cuts}. */
  static Read read(AnswerReader reader, Bytes bytes, int... cuts) {
    var frames = new ArrayList<Frame>();
    int from = 0;
    for (int cut : cuts) {
      reader.accept(bytes.slice(from, cut), frames::add);
      from = cut;
    }
    reader.accept(bytes.slice(from, bytes.length()), frames::add);
    reader.end(frames::add);
    var events = new ArrayList<Event>();
    var raw = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      events.addAll(frame.events());
      raw.write(frame.raw().array(), frame.raw().offset(), frame.raw().length());
    }
    return new Read(events, Bytes.owning(raw.toByteArray()), frames);
  }

  /** The same frames said in the other format, one frame at a time. */
  static String written(AnswerWriter writer, Read read) {
    var out = new StringBuilder();
    for (Frame frame : read.frames()) {
      for (Event event : frame.events()) {
        if (event instanceof Event.Failed(var fault)) {
          return out.append(writer.broken(fault).utf8())
              .append(Told.losses(writer.losses()))
              .toString();
        }
      }
      out.append(writer.write(frame.events()).utf8());
    }
    return out.append(writer.end().utf8())
        .append('\n')
        .append(Told.losses(writer.losses()))
        .toString();
  }
}
