package io.sluice.identity;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens and knows them again. A stolen database is worth nothing without the pepper, which
 * is no part of it.
 */
public final class Tokens {
  /** A token just made: its text for its owner, its proof for the store. */
  record Fresh(String id, Secret text, Proof proof) {}

  private static final byte[] NOBODY = new byte[32];

  /** Begins like no token, so that no digest of a token is a pair's secret. */
  private static final String PAIR = "sluice/aws-pair/v1/";

  private static final int PAIR_BYTES = 30;

  /** Begins like nothing else that is digested here. */
  private static final String DELEGATION = "sluice/delegation/v1/";

  private final Mac mac;
  private final RandomGenerator random;

  /**
   * @param pepper the key of the digests; the same at every start
   * @param random the source of the secrets: a {@code SecureRandom}, except in tests
   */
  public Tokens(Secret pepper, RandomGenerator random) {
    this.random = random;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(pepper.openBytes(), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  Fresh fresh(Token.Kind kind) {
    byte[] text = Token.fresh(kind, random);
    var token = Token.read(kind, text);
    if (token == null) {
      throw new IllegalStateException("a token that cannot be read was made");
    }
    var lastFour = new String(text, text.length - 4, 4, StandardCharsets.US_ASCII);
    var proof = new Proof(Bytes.owning(digest(token)), lastFour);
    return new Fresh(token.id(), Secret.of(text), proof);
  }

  /** True if {@code proof} is of this token. Takes as long for every answer. */
  boolean matches(Token token, Proof proof) {
    return MessageDigest.isEqual(digest(token), proof.digest().toArray());
  }

  /** Takes as long as {@link #matches}: an unknown id must not be told by the time it takes. */
  void matchNobody(Token token) {
    if (MessageDigest.isEqual(digest(token), NOBODY)) {
      throw new IllegalStateException("a digest of zeros");
    }
  }

  /** The pair with which a client of AWS signs as the caller key {@code id}. */
  SigningPair pair(String id) {
    byte[] bytes = digest(Bytes.utf8(PAIR + id));
    String secret = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, PAIR_BYTES));
    return SigningPair.of(id, Secret.of(secret));
  }

  /** What proves that this gateway said {@code said} in a credential of an agent. */
  byte[] delegation(Bytes said) {
    byte[] words = DELEGATION.getBytes(StandardCharsets.US_ASCII);
    var whole = Arrays.copyOf(words, words.length + said.length());
    System.arraycopy(said.toArray(), 0, whole, words.length, said.length());
    return digest(Bytes.owning(whole));
  }

  /** True if {@code proof} is of {@code said}. */
  boolean delegates(Bytes said, byte[] proof) {
    return MessageDigest.isEqual(delegation(said), proof);
  }

  private byte[] digest(Token token) {
    return digest(token.body());
  }

  private byte[] digest(Bytes bytes) {
    try {
      var copy = (Mac) mac.clone(); // a clone has the key already: no provider look-up
      copy.update(bytes.array(), bytes.offset(), bytes.length());
      return copy.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this JDK's HmacSHA256 cannot be cloned", e);
    }
  }
}
