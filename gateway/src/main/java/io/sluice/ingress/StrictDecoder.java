package io.sluice.ingress;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * A request decoder that refuses what two servers could read in two ways (RFC 9112, section 6.1):
 * content length and transfer coding together, and any transfer coding but chunked.
 */
final class StrictDecoder extends HttpRequestDecoder {
  StrictDecoder(HttpDecoderConfig config) {
    super(config);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("content-length beside transfer-encoding");
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    for (String coding : message.headers().getAll("transfer-encoding")) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IllegalArgumentException("a transfer coding other than chunked");
      }
    }
    return super.isContentAlwaysEmpty(message);
  }
}
