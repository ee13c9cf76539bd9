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
import io.sluice.wire.gemini.GeminiContent;
import io.sluice.wire.gemini.GeminiCount;
import io.sluice.wire.gemini.GeminiEmbed;
import io.sluice.wire.ollama.OllamaChat;
import io.sluice.wire.ollama.OllamaEmbed;
import io.sluice.wire.openaichat.OpenAiChat;
import io.sluice.wire.openaiembeddings.OpenAiEmbeddings;
import io.sluice.wire.openairesponses.OpenAiResponses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One case of one format: a caller's request and a provider's answer, as files. */
record WireCase(String format, Path folder) {
  private static final String GEMINI = "/v1beta/models/gemini-2.5-flash:";
  private static final String CONVERSE = "/model/us.amazon.nova-lite-v1%3A0/converse";

  static final ExchangeId EXCHANGE = new ExchangeId("01990a3c-5e00-7abc-8def-0123456789ab");

  static final Map<String, Codec> CODECS =
      Map.ofEntries(
          Map.entry("openai-chat", new OpenAiChat("max_completion_tokens")),
          Map.entry("openai-responses", new OpenAiResponses()),
          Map.entry("ollama-chat", new OllamaChat()),
          Map.entry("ollama-embed", new OllamaEmbed()),
          Map.entry("openai-embeddings", new OpenAiEmbeddings()),
          Map.entry("gemini", new GeminiContent()),
          Map.entry("gemini-count", new GeminiCount()),
          Map.entry("gemini-embed", new GeminiEmbed()),
          Map.entry("anthropic", new AnthropicMessages()),
          Map.entry("anthropic-count", new AnthropicCount()),
          Map.entry("bedrock", new BedrockConverse()));

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
    return format.equals("gemini") ? codec(format).asked(query()) : codec(format);
  }

  /** The codec of the other chat format; itself where there is none. */
  Codec other() {
    return switch (format) {
      case "openai-chat" -> codec("anthropic");
      case "anthropic", "gemini", "ollama-chat" -> codec("openai-chat");
      case "ollama-embed", "gemini-embed" -> codec("openai-embeddings");
      case "openai-embeddings" -> codec("gemini-embed");
      case "bedrock", "openai-responses" -> codec("anthropic");
      default -> codec();
    };
  }

  boolean crosses() {
    return crosses(request());
  }

  /** Whether a request as of this case can be told in the other format. */
  boolean crosses(Request request) {
    return !other().name().equals(codec().name()) && other().speaks(request);
  }

  boolean stream() {
    return !answerName().equals("answer.json");
  }

  Bytes answer() {
    String name = answerName();
    return name.equals("answer.events") ? EventLines.encoded(file(name).utf8()) : file(name);
  }

  /** Server-sent events, events of AWS, lines of JSON, or one object. */
  private String answerName() {
    return Stream.of("answer.sse", "answer.events", "answer.ndjson")
        .filter(name -> Files.exists(folder.resolve(name)))
        .findFirst()
        .orElse("answer.json");
  }

  Bytes file(String name) {
    try {
      return Bytes.owning(Files.readAllBytes(folder.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Incoming incoming() {
    return incoming(new Incoming.Address(path(), query()), file("request.json"));
  }

  /** Where it was asked: formats that name the model in the path read it there. */
  String path() {
    return switch (format) {
      case "gemini-count" -> GEMINI + "countTokens";
      case "gemini-embed" ->
          GEMINI + (body("requests").isEmpty() ? "embedContent" : "batchEmbedContents");
      default -> path(format, stream());
    };
  }

  /** Where a request of that format comes to. */
  static String path(String format, boolean stream) {
    return format.equals("bedrock")
        ? CONVERSE + (stream ? "-stream" : "")
        : GEMINI + (stream ? "streamGenerateContent" : "generateContent");
  }

  private String body(String member) {
    return Fields.lenient(file("request.json")).at(member).raw().utf8();
  }

  private String query() {
    return !format.equals("gemini") ? "beta=true" : stream() && !array() ? "alt=sse" : "";
  }

  private boolean array() {
    return answer().at(0) == '[';
  }

  static Incoming incoming(Bytes body) {
    return incoming(GEMINI + "generateContent", body);
  }

  static Incoming incoming(String path, Bytes body) {
    return incoming(new Incoming.Address(path, "beta=true"), body);
  }

  static Incoming incoming(Incoming.Address address, Bytes body) {
    return new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT);
  }

  Request request() {
    return codec().read(incoming());
  }

  /** What the writer for a caller of the other format is given. */
  Answering crossed() {
    Request request = request();
    return new Answering(EXCHANGE, request, "asked-model", stream(), false, file("request.json"));
  }

  Answering same() {
    return new Answering(EXCHANGE, request(), "asked-model", stream(), false, file("request.json"));
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
