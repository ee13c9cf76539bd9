package io.sluice.ingress;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Held;
import io.sluice.pipeline.Received;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET} and {@code DELETE /v1/responses/{id}} and {@code GET /v1/responses/{id}/input_items}:
 * what is kept of a caller's own answers.
 */
final class KeptResponses {
  private static final List<String> PREFIXES =
      List.of("/v1/responses/", "/openai/v1/responses/", "/openai/responses/");
  private static final String ITEMS = "/input_items";
  private static final int MOST_ITEMS = 100;
  private static final int USUAL_ITEMS = 20;
  private final Gateway gateway;

  KeptResponses(Gateway gateway) {
    this.gateway = gateway;
  }

  static boolean has(Arrival.Line line) {
    String id = id(line);
    boolean items = line.path().endsWith(ITEMS);
    return !id.isEmpty()
        && id.indexOf('/') < 0
        && (line.method().equals("GET") || line.method().equals("DELETE") && !items);
  }

  private static String id(Arrival.Line line) {
    String path = line.path();
    for (String prefix : PREFIXES) {
      if (path.startsWith(prefix)) {
        String id = path.substring(prefix.length());
        return id.endsWith(ITEMS) ? id.substring(0, id.length() - ITEMS.length()) : id;
      }
    }
    return "";
  }

  /** The request to the provider that keeps the answer as well; empty: the gateway answers. */
  Optional<Bytes> atProvider(Arrival.Line line, Received received) {
    if (!line.method().equals("DELETE")) {
      return Optional.empty();
    }
    Held held = held(line, received);
    if (!held.byProvider()) {
      return Optional.empty();
    }
    var json = new JsonWriter(256).object().field("model", held.model());
    return Optional.of(json.field("id", held.kept().id()).endObject().done());
  }

  private Held held(Arrival.Line line, Received received) {
    Principal principal = gateway.identify(received.presented());
    return gateway.held().shown(principal, id(line));
  }

  AdminReply answer(Arrival.Line line, Received received) {
    Held held = held(line, received);
    if (line.method().equals("DELETE")) {
      gateway.forget(gateway.identify(received.presented()), held.kept().id());
      var json = new JsonWriter(128).object().field("id", held.kept().id());
      json.field("object", "response").field("deleted", true);
      return AdminReply.json(200, json.endObject());
    }
    return line.path().endsWith(ITEMS)
        ? AdminReply.json(200, items(held, line.query()))
        : AdminReply.json(200, new JsonWriter(1_024).raw(held.kept().response()));
  }

  private static JsonWriter items(Held held, String query) {
    var all = new ArrayList<Item>();
    for (Json item : list(held.kept().said())) {
      String own = held.kept().id().replace("resp_", "msg_") + "_in" + all.size();
      all.add(new Item(item.text("id", own), item));
    }
    if (!parameter(query, "order").equals("asc")) {
      Collections.reverse(all);
    }
    String after = parameter(query, "after");
    int from = 0;
    for (int i = 0; i < all.size() && !after.isEmpty(); i++) {
      from = all.get(i).id().equals(after) ? i + 1 : from;
    }
    int to = Math.min(all.size(), from + limit(query));
    List<Item> shown = all.subList(from, to);
    var json = new JsonWriter(1_024).object().field("object", "list").name("data").array();
    shown.forEach(item -> item.write(json));
    json.endArray().field("has_more", to < all.size());
    json.field("first_id", shown.isEmpty() ? "" : shown.getFirst().id());
    return json.field("last_id", shown.isEmpty() ? "" : shown.getLast().id()).endObject();
  }

  private static int limit(String query) {
    String text = parameter(query, "limit");
    try {
      return text.isEmpty() ? USUAL_ITEMS : Math.clamp(Integer.parseInt(text), 1, MOST_ITEMS);
    } catch (NumberFormatException e) {
      throw Fault.of(Code.INVALID_REQUEST, "limit must be a whole number").stop();
    }
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static List<Json> list(Bytes json) {
    try {
      return Json.parse(json, JsonLimits.DEFAULT).items();
    } catch (JsonException e) {
      throw new IllegalStateException("a kept answer cannot be read", e);
    }
  }

  /** One item that led to an answer. */
  private record Item(String id, Json json) {
    /** The item with an id, and a message's text as a list of parts. */
    void write(JsonWriter out) {
      out.object().field("id", id).field("type", json.text("type", "message"));
      for (Json.Field field : json.fields()) {
        switch (field.name()) {
          case "id", "type" -> {}
          case "content" -> content(out, field.value());
          default -> out.field(field.name(), field.value().raw());
        }
      }
      out.endObject();
    }

    private void content(JsonWriter out, Json content) {
      if (!content.isString()) {
        out.field("content", content.raw());
        return;
      }
      boolean own = json.text("role", "").equals("assistant");
      out.name("content").array().object().field("type", own ? "output_text" : "input_text");
      out.field("text", content.raw()).endObject().endArray();
    }
  }
}
