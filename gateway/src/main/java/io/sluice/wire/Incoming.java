package io.sluice.wire;

import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as it came; its body is parsed once, by the first who asks. */
public final class Incoming {
  private final String path;
  private final String query;
  private final Headers headers;
  private final Bytes body;
  private final JsonLimits limits;
  private final List<Span> inserted;
  private @Nullable Json root;

  /** Where a request came to: its path, and its query without credentials. */
  public record Address(String path, String query) {}

  /** A request with its body. */
  public Incoming(Address address, Headers headers, Bytes body, JsonLimits limits) {
    this(address, headers, new Text(body, List.of()), limits);
  }

  /** A body, and where something was put into it that the caller did not send. */
  private record Text(Bytes body, List<Span> inserted) {}

  private Incoming(Address address, Headers headers, Text text, JsonLimits limits) {
    this.path = address.path();
    this.query = address.query();
    this.headers = headers;
    this.body = text.body();
    this.inserted = text.inserted();
    this.limits = limits;
  }

  /** The same request with something put into its body, at these places of the new body. */
  public Incoming with(Bytes longer, List<Span> places) {
    var address = new Address(path, query);
    return new Incoming(address, headers, new Text(longer, List.copyOf(places)), limits);
  }

  /** Where something was put into the body that the caller did not send. */
  public List<Span> inserted() {
    return inserted;
  }

  /** The path without the query. */
  public String path() {
    return path;
  }

  /** The query without its question mark and without credentials. */
  public String query() {
    return query;
  }

  /** The header fields. */
  public Headers headers() {
    return headers;
  }

  /** The body as it came. */
  public Bytes body() {
    return body;
  }

  /**
   * The body as a JSON object.
   *
   * @throws io.sluice.model.Stop INVALID_REQUEST if it is none
   */
  public Json root() {
    if (root == null) {
      root = Fields.object(body, limits);
    }
    return root;
  }
}
