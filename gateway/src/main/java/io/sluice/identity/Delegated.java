package io.sluice.identity;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A credential that an agent acts with: {@code sluicedg_<what it says>.<HMAC-SHA-256 of that>},
 * both in base64url. This gateway made it, so what it says is proved and nothing of it is kept.
 *
 * @param key id of the caller key at the beginning of the chain; whoever revokes it ends this, too
 * @param chain the agents, outermost first; never empty
 * @param models names that may be asked for; empty: all that the key may ask for
 * @param expires from then on it is worth nothing
 */
public record Delegated(String key, List<String> chain, List<String> models, Instant expires) {
  static final String PREFIX = "sluicedg_";

  private static final int MOST_CHARS = 16 << 10;
  private static final JsonLimits LIMITS = new JsonLimits(4, MOST_CHARS, 1_024, 1_024);

  public Delegated {
    chain = List.copyOf(chain);
    models = List.copyOf(models);
  }

  /** What is authenticated, as bytes. */
  private Bytes said() {
    var writer = new JsonWriter(256).object().field("key", key).name("chain").array();
    chain.forEach(writer::value);
    writer.endArray().name("models").array();
    models.forEach(writer::value);
    return writer.endArray().field("expires", expires.toEpochMilli()).endObject().done();
  }

  /** The text of the credential. */
  byte[] text(Tokens tokens) {
    var letters = Base64.getUrlEncoder().withoutPadding();
    byte[] said = said().toArray();
    String text =
        PREFIX
            + letters.encodeToString(said)
            + "."
            + letters.encodeToString(tokens.delegation(Bytes.owning(said)));
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** True if {@code credential} claims to be one. */
  static boolean is(byte[] credential) {
    byte[] prefix = PREFIX.getBytes(StandardCharsets.US_ASCII);
    return credential.length > prefix.length
        && Arrays.equals(credential, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** What a credential says; empty if this gateway did not make it. */
  static Optional<Delegated> read(byte[] credential, Tokens tokens) {
    String text = new String(credential, StandardCharsets.ISO_8859_1);
    int dot = text.indexOf('.');
    if (dot < 0 || text.length() > MOST_CHARS) {
      return Optional.empty();
    }
    try {
      var letters = Base64.getUrlDecoder();
      Bytes said = Bytes.owning(letters.decode(text.substring(PREFIX.length(), dot)));
      byte[] proof = letters.decode(text.substring(dot + 1));
      return tokens.delegates(said, proof)
          ? Optional.of(read(Json.parse(said, LIMITS)))
          : Optional.empty();
    } catch (IllegalArgumentException | JsonException e) {
      return Optional.empty();
    }
  }

  private static Delegated read(Json json) {
    return new Delegated(
        json.text("key", ""),
        texts(json.at("chain")),
        texts(json.at("models")),
        Instant.ofEpochMilli(json.integer("expires", 0)));
  }

  private static List<String> texts(Json list) {
    var all = new ArrayList<String>();
    list.items().forEach(one -> all.add(one.string().orElse("")));
    return all;
  }
}
