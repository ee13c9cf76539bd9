package io.sluice.ingress;

import io.sluice.json.JsonWriter;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Received;
import io.sluice.wire.moderations.Moderations;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /v1/models} and {@code /v1beta/models}: what this key may use, in OpenAI's shape, in
 * Anthropic's where the client sends {@code anthropic-version}, or in Gemini's under {@code
 * /v1beta} and for Google's own clients.
 */
final class ModelList {
  private static final String PATH = "/v1/models";
  private static final String GOOGLE_PATH = "/v1beta/models";
  private static final String GOOGLE_PREFIX = "models/";
  private static final String AZURE = "/openai";

  private final Gateway gateway;

  /** Whose way a list is written in. */
  private enum Manner {
    OPENAI,
    ANTHROPIC,
    GEMINI;

    static Manner of(Arrival.Line line) {
      if (google(line)) {
        return GEMINI;
      }
      return line.headers().first("anthropic-version").isPresent() ? ANTHROPIC : OPENAI;
    }
  }

  ModelList(Gateway gateway) {
    this.gateway = gateway;
  }

  /** True if the client is one of Google's format, by its path or by its headers. */
  static boolean google(Arrival.Line line) {
    return line.path().startsWith("/v1beta/")
        || line.headers().first("x-goog-api-key").isPresent()
        || line.headers().first("x-goog-api-client").isPresent();
  }

  static boolean has(Arrival.Line line) {
    String path = plain(line);
    return line.method().equals("GET") && (at(path, PATH) || at(path, GOOGLE_PATH));
  }

  private static boolean at(String path, String list) {
    return path.equals(list) || path.startsWith(list + "/");
  }

  /** The path without what Azure's clients put before it. */
  private static String plain(Arrival.Line line) {
    return line.path().startsWith(AZURE + PATH)
        ? line.path().substring(AZURE.length())
        : line.path();
  }

  AdminReply answer(Arrival.Line line, Received received) {
    var principal = gateway.identify(received.presented());
    List<Candidate> offered =
        gateway.snapshot().registry().offered(principal).stream()
            .filter(one -> !one.api().equals(Moderations.NAME)) // asked by content rules alone
            .toList();
    Manner manner = Manner.of(line);
    String path = plain(line);
    String list = at(path, PATH) ? PATH : GOOGLE_PATH;
    var writer = new JsonWriter(4_096);
    if (path.equals(list)) {
      whole(writer, offered, manner);
    } else {
      String asked = URLDecoder.decode(path.substring(list.length() + 1), StandardCharsets.UTF_8);
      Candidate one =
          offered.stream()
              .filter(candidate -> candidate.name().equals(asked))
              .findFirst()
              .orElseThrow(
                  () -> Fault.of(Code.UNKNOWN_MODEL, "this key may use no such model").stop());
      write(writer, one, manner);
    }
    return AdminReply.json(200, writer);
  }

  private static void whole(JsonWriter writer, List<Candidate> offered, Manner manner) {
    writer.object();
    if (manner == Manner.OPENAI) {
      writer.field("object", "list");
    }
    writer.name(manner == Manner.GEMINI ? "models" : "data").array();
    offered.forEach(candidate -> write(writer, candidate, manner));
    writer.endArray();
    if (manner == Manner.ANTHROPIC) {
      writer.field("has_more", false);
      id(writer, "first_id", offered.isEmpty() ? "" : offered.getFirst().name());
      id(writer, "last_id", offered.isEmpty() ? "" : offered.getLast().name());
    }
    writer.endObject();
  }

  private static void id(JsonWriter writer, String member, String name) {
    writer.name(member);
    if (name.isEmpty()) {
      writer.nothing();
    } else {
      writer.value(name);
    }
  }

  private static void write(JsonWriter writer, Candidate candidate, Manner manner) {
    writer.object();
    switch (manner) {
      case OPENAI -> {
        writer.field("id", candidate.name()).field("object", "model").field("created", 0);
        writer.field("owned_by", candidate.ref().provider());
      }
      case ANTHROPIC -> {
        writer.field("type", "model").field("id", candidate.name());
        writer.field("display_name", candidate.name());
        writer.field("created_at", "1970-01-01T00:00:00Z").field("lifecycle", "active");
        tokens(writer, "max_input_tokens", candidate.contextTokens());
        tokens(writer, "max_tokens", candidate.abilities().outputTokens());
      }
      case GEMINI -> {
        writer.field("name", GOOGLE_PREFIX + candidate.name());
        writer.field("displayName", candidate.name()).name("supportedGenerationMethods").array();
        for (String method : methods(candidate)) {
          writer.value(method);
        }
        writer.endArray();
      }
    }
    writer.endObject();
  }

  private static void tokens(JsonWriter writer, String member, long tokens) {
    if (tokens > 0) {
      writer.field(member, tokens);
    } else {
      writer.name(member).nothing();
    }
  }

  private static List<String> methods(Candidate candidate) {
    return candidate.capabilities().contains("embed")
        ? List.of("embedContent", "batchEmbedContents")
        : List.of("generateContent", "streamGenerateContent", "countTokens");
  }
}
