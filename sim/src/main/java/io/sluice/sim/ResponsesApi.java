package io.sluice.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses, with what it keeps of them: the newest {@value #MOST_KEPT}.
 *
 * <p>Source: OpenAI API reference, Responses: create, retrieve, delete, input items.
 */
final class ResponsesApi {
  static final String PATH = "/v1/responses";
  private static final int MOST_KEPT = 1_000;
  private static final String INPUT_ITEMS = "/input_items";

  private final Map<String, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** A response that is kept, and all items that led to it. */
  private record Kept(List<Json> input, Map<String, @Nullable Object> response) {}

  /** An answer before it has headers: a body, or events. */
  record Told(Reply reply, ResponsesWriter writer) {}

  /** Answers a new request. */
  Told create(Visit visit) throws ApiError {
    Json body = visit.call().json();
    List<Json> earlier = earlier(body.at("previous_response_id").textOr(""));
    Reply reply = Replies.to(ResponsesRequest.read(body, earlier), visit);
    var writer = new ResponsesWriter(visit, reply);
    if (!body.at("store").isPresent() || body.at("store").isTrue()) {
      var items = new ArrayList<>(earlier);
      items.addAll(asItems(body));
      synchronized (kept) {
        kept.put(writer.id(), new Kept(List.copyOf(items), writer.whole()));
      }
    }
    return new Told(reply, writer);
  }

  private static List<Json> asItems(Json body) {
    if (body.at("input").text().isEmpty()) {
      return ResponsesRequest.items(body);
    }
    var message =
        Json.object("type", "message", "role", "user", "content", body.at("input").textOr(""));
    return List.of(Json.parse(Json.bytes(message)).orElseThrow());
  }

  private List<Json> earlier(String id) throws ApiError {
    if (id.isEmpty()) {
      return List.of();
    }
    Kept before;
    synchronized (kept) {
      before = kept.get(id);
    }
    if (before == null) {
      throw ApiError.about(
          "previous_response_id",
          "previous_response_not_found",
          400,
          "Previous response with id '%s' not found.".formatted(id));
    }
    var all = new ArrayList<>(before.input());
    Json response = Json.parse(Json.bytes(before.response())).orElseThrow();
    all.addAll(response.at("output").items());
    return all;
  }

  /** What is kept under the path's id, or what became of it. */
  Object kept(Call call) throws ApiError {
    String rest = AzurePaths.plain(call).substring(PATH.length() + 1);
    boolean items = rest.endsWith(INPUT_ITEMS);
    String id = items ? rest.substring(0, rest.length() - INPUT_ITEMS.length()) : rest;
    boolean delete = call.method().equals("DELETE");
    Kept found;
    synchronized (kept) {
      found = delete ? kept.remove(id) : kept.get(id);
    }
    if (found == null) {
      throw ApiError.about("", "", 404, "Response with id '%s' not found.".formatted(id));
    }
    if (delete) {
      return Json.object("id", id, "object", "response", "deleted", true);
    }
    return items
        ? Json.object("object", "list", "data", List.of(), "has_more", false)
        : found.response();
  }
}
