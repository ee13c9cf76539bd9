package io.sluice.ingress;

import io.netty.handler.ssl.SslContext;
import io.sluice.ingress.ServerSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a listener shows, which change when their files do: connections made from
 * then on see the new ones, those that are open keep theirs. Files that cannot be used, or of which
 * only one is new yet, leave the last good ones in force. Thread-safe; one thread renews.
 */
final class LiveCertificates {
  private final Tls files;
  private volatile SslContext context;
  private volatile Instant expires;
  private volatile String own;
  private long seen;

  private LiveCertificates(Tls files, Certificates first, long seen) throws IOException {
    this.files = files;
    this.context = first.context();
    this.expires = first.expires();
    this.own = first.own();
    this.seen = seen;
  }

  /**
   * Reads them for the first time; null stays null.
   *
   * @throws IOException if they cannot be used
   */
  static @Nullable LiveCertificates read(@Nullable Tls files) throws IOException {
    if (files == null) {
      return null;
    }
    long seen = changed(files);
    return new LiveCertificates(files, Certificates.read(files), seen);
  }

  /** What a connection that is made now is shown. */
  SslContext context() {
    return context;
  }

  /** The listener's own certificate, as a PEM file holds it. */
  String own() {
    return own;
  }

  /**
   * Looks at the files, and takes them up if they changed.
   *
   * @throws IOException if they changed and cannot be used; they are read again with the next
   *     change
   */
  Listener.Renewal renew() throws IOException {
    long now = changed(files);
    if (now == seen) {
      return Listener.Renewal.NONE;
    }
    seen = now;
    Certificates next = Certificates.read(files);
    var before = expires;
    context = next.context();
    expires = next.expires();
    own = next.own();
    return new Listener.Renewal(true, before.toString(), expires.toString());
  }

  private static long changed(Tls files) throws IOException {
    return changed(files.certificate()) * 31 + changed(files.key());
  }

  private static long changed(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis() * 31 + Files.size(file);
  }
}
