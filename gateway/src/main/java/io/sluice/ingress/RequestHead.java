package io.sluice.ingress;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The head of a request, held against the listener's bounds. */
final class RequestHead {
  private final HttpRequest request;
  private final ServerSettings settings;

  RequestHead(HttpRequest request, ServerSettings settings) {
    this.request = request;
    this.settings = settings;
  }

  /** Bytes of the body as announced; -1 if not announced, 0 if there is none. */
  long contentLength() {
    return HttpUtil.isTransferEncodingChunked(request)
        ? -1
        : HttpUtil.getContentLength(request, 0L);
  }

  /** Why the request cannot be served, if that is plain from its head. */
  @Nullable Fault fault() {
    if (request.protocolVersion().majorVersion() != 1) {
      return malformed(null);
    }
    if (contentLength() > settings.sizes().bodyBytes()) {
      return Fault.of(
          Code.TOO_LARGE,
          "the request body is larger than " + settings.sizes().bodyBytes() + " bytes");
    }
    String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    if (!encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      return Fault.of(
          Code.UNSUPPORTED_MEDIA, "compressed request bodies are not accepted: content-encoding");
    }
    return null;
  }

  /** What the routes look at. */
  Arrival.Line line(Channel channel) {
    String uri = request.uri();
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    String query = mark < 0 ? "" : uri.substring(mark + 1);
    var fields = new ArrayList<Header>(request.headers().size());
    request.headers().forEach(field -> fields.add(new Header(field.getKey(), field.getValue())));
    return new Arrival.Line(
        request.method().name(), path, query, new Headers(fields), source(channel));
  }

  /** What is known of a request that could not be read. */
  static Arrival.Line unknown(Channel channel) {
    return new Arrival.Line("", "", "", Headers.NONE, source(channel));
  }

  /** What is wrong with a request that could not be read. */
  static Fault malformed(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException) {
      return Fault.of(Code.HEADERS_TOO_LARGE, "the request's header fields are too large");
    }
    if (cause instanceof TooLongHttpLineException) {
      return Fault.of(Code.INVALID_REQUEST, "the request line is too long").status(414);
    }
    return Fault.of(Code.INVALID_REQUEST, "the request is not valid HTTP/1.1");
  }

  private static String source(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }
}
