package io.sluice.egress;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Whom we believe to be a provider: the certificates that this Java trusts. They are read when the
 * first provider with TLS is called, because reading them takes a tenth of a start. Thread-safe.
 */
public final class Trust {
  private @Nullable SslContext context;

  /** What verifies certificates and host names. */
  synchronized SslContext context() {
    SslContext known = context;
    if (known == null) {
      try {
        known = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
      } catch (SSLException e) {
        throw new IllegalStateException("this Java has no certificates to trust", e);
      }
      context = known;
    }
    return known;
  }
}
