package io.sluice.ingress;

import io.sluice.json.JsonWriter;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /v1/models}: what this key may use, in OpenAI's shape, or in Anthropic's where the
 * client sends {@code anthropic-version}.
 */
final class ModelList {
  private static final String PATH = "/v1/models";

  private final Gateway gateway;

  ModelList(Gateway gateway) {
    this.gateway = gateway;
  }

  static boolean has(Arrival.Line line) {
    boolean path = line.path().equals(PATH) || line.path().startsWith(PATH + "/");
    return path && line.method().equals("GET");
  }

  AdminReply answer(Arrival.Line line, Received received) {
    var principal = gateway.identify(received.presented());
    List<Candidate> offered = gateway.snapshot().registry().offered(principal);
    boolean anthropic = line.headers().first("anthropic-version").isPresent();
    var writer = new JsonWriter(4_096);
    if (line.path().equals(PATH)) {
      whole(writer, offered, anthropic);
    } else {
      String asked =
          URLDecoder.decode(line.path().substring(PATH.length() + 1), StandardCharsets.UTF_8);
      Candidate one =
          offered.stream()
              .filter(candidate -> candidate.name().equals(asked))
              .findFirst()
              .orElseThrow(
                  () -> Fault.of(Code.UNKNOWN_MODEL, "this key may use no such model").stop());
      write(writer, one, anthropic);
    }
    return AdminReply.json(200, writer);
  }

  private static void whole(JsonWriter writer, List<Candidate> offered, boolean anthropic) {
    writer.object();
    if (!anthropic) {
      writer.field("object", "list");
    }
    writer.name("data").array();
    offered.forEach(candidate -> write(writer, candidate, anthropic));
    writer.endArray();
    if (anthropic) {
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

  private static void write(JsonWriter writer, Candidate candidate, boolean anthropic) {
    writer.object();
    if (anthropic) {
      writer.field("type", "model").field("id", candidate.name());
      writer.field("display_name", candidate.name()).field("created_at", "1970-01-01T00:00:00Z");
    } else {
      writer.field("id", candidate.name()).field("object", "model").field("created", 0);
      writer.field("owned_by", candidate.ref().provider());
    }
    writer.endObject();
  }
}
