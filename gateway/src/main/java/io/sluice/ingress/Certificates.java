package io.sluice.ingress;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The certificate chain and private key of a listener, read from PEM files. */
public final class Certificates {
  private static final long MOST_BYTES = 1 << 20;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private Certificates(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /**
   * Reads both files and sees whether they belong together.
   *
   * @throws IOException if one cannot be read or is not what it should be; the message says which,
   *     and holds nothing of what stands in it
   */
  public static Certificates read(ServerSettings.Tls tls) throws IOException {
    List<X509Certificate> chain = chain(tls.certificate());
    PrivateKey key = key(tls.key());
    if (!belong(key, chain.getFirst().getPublicKey())) {
      throw new IOException("the private key is not that of the first certificate");
    }
    return new Certificates(chain, key);
  }

  /** From when on clients refuse it: the end of the listener's own certificate. */
  public Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** The listener's own certificate, as a PEM file holds it. */
  String own() throws IOException {
    try {
      var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return "-----BEGIN CERTIFICATE-----\n"
          + lines.encodeToString(chain.getFirst().getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IOException("the certificate cannot be written again", e);
    }
  }

  SslContext context() throws IOException {
    return SslContextBuilder.forServer(key, chain)
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2,
                ApplicationProtocolNames.HTTP_1_1))
        .build();
  }

  private static byte[] bytes(Path file, String what) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException("the file of the " + what + " cannot be read");
    }
    return Files.readAllBytes(file);
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try {
      var in = new ByteArrayInputStream(bytes(file, "certificate"));
      var chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      // said below, without what stands in the file
    }
    throw new IOException("the certificate is not a PEM file of X.509 certificates");
  }

  private static PrivateKey key(Path file) throws IOException {
    String text = new String(bytes(file, "private key"), StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin >= 0 && end > begin) {
      String body = text.substring(begin + BEGIN.length(), end);
      for (String kind : KINDS) {
        try {
          var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
          return KeyFactory.getInstance(kind).generatePrivate(spec);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          // of another kind, or not a key; said below
        }
      }
    }
    throw new IOException(
        "the private key is not an unencrypted PEM file in PKCS #8 form (BEGIN PRIVATE KEY)");
  }

  private static boolean belong(PrivateKey key, PublicKey other) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      byte[] text = "does this key belong to that certificate?".getBytes(StandardCharsets.US_ASCII);
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(other);
      verifying.update(text);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
