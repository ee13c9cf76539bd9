package io.sluice.wire.sealed;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Sealed blocks as one text that a client of any format sends back: base64 of a mark of six bytes,
 * a byte that says how the content is packed, a proof of 16 bytes and the content. The proof is
 * made for one tenant: nobody can make an envelope, change one, or use another tenant's.
 */
final class Envelope {
  /** How every envelope begins, in plain and in URL-safe base64 alike. */
  static final String MARK = "sluicev1";

  /** What stands between a tool call's own id and the envelope. */
  static final String SUFFIX = "__" + MARK;

  /** The most that is packed into one envelope; more is lost, and that is said. */
  static final int MOST_BYTES = 1 << 20;

  private static final byte[] MARK_BYTES = Base64.getDecoder().decode(MARK);
  private static final int PROOF_BYTES = 16;
  private static final int HEAD_BYTES = MARK_BYTES.length + 1;
  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;

  private final Stamp stamp;
  private final String tenant;

  Envelope(Stamp stamp, String tenant) {
    this.stamp = stamp;
    this.tenant = tenant;
  }

  /** The blocks as plain base64; empty if they are too large. */
  Optional<String> wrap(List<Block> blocks) {
    var json = new JsonWriter(512).array();
    blocks.forEach(block -> block.write(json));
    Bytes content = json.endArray().done();
    if (content.length() > MOST_BYTES) {
      return Optional.empty();
    }
    byte[] small = deflated(content);
    boolean packed = small.length < content.length();
    byte[] body = packed ? small : content.toArray();
    var all = new byte[HEAD_BYTES + PROOF_BYTES + body.length];
    System.arraycopy(MARK_BYTES, 0, all, 0, MARK_BYTES.length);
    all[MARK_BYTES.length] = packed ? DEFLATED : PLAIN;
    System.arraycopy(body, 0, all, HEAD_BYTES + PROOF_BYTES, body.length);
    System.arraycopy(proof(all[MARK_BYTES.length], body), 0, all, HEAD_BYTES, PROOF_BYTES);
    return Optional.of(Base64.getEncoder().encodeToString(all));
  }

  /** The blocks of an envelope in either base64; empty if it is not ours for this tenant. */
  Optional<List<Block>> open(String text) {
    byte[] all;
    try {
      String plain = text.replace('-', '+').replace('_', '/').replace("=", "");
      all = Base64.getDecoder().decode(plain);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (all.length < HEAD_BYTES + PROOF_BYTES
        || !Arrays.equals(all, 0, MARK_BYTES.length, MARK_BYTES, 0, MARK_BYTES.length)) {
      return Optional.empty();
    }
    byte packing = all[MARK_BYTES.length];
    byte[] proof = Arrays.copyOfRange(all, HEAD_BYTES, HEAD_BYTES + PROOF_BYTES);
    byte[] body = Arrays.copyOfRange(all, HEAD_BYTES + PROOF_BYTES, all.length);
    return MessageDigest.isEqual(proof, proof(packing, body)) ? read(packing, body) : none();
  }

  private static Optional<List<Block>> none() {
    return Optional.empty();
  }

  private byte[] proof(byte packing, byte[] body) {
    var content = new byte[body.length + 1];
    content[0] = packing;
    System.arraycopy(body, 0, content, 1, body.length);
    return Arrays.copyOf(stamp.of(tenant, Bytes.owning(content)), PROOF_BYTES);
  }

  private static Optional<List<Block>> read(byte packing, byte[] body) {
    try {
      var content = Bytes.owning(packing == DEFLATED ? inflated(body) : body);
      var blocks = new ArrayList<Block>();
      for (Json block : Json.parse(content, JsonLimits.DEFAULT).items()) {
        blocks.add(Block.read(block));
      }
      return Optional.of(blocks);
    } catch (JsonException | DataFormatException e) {
      return Optional.empty();
    }
  }

  private static byte[] deflated(Bytes content) {
    try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(content.buffer());
      deflater.finish();
      var out = new ByteArrayOutputStream(content.length());
      var piece = new byte[4_096];
      while (!deflater.finished()) {
        out.write(piece, 0, deflater.deflate(piece));
      }
      return out.toByteArray();
    }
  }

  private static byte[] inflated(byte[] body) throws DataFormatException {
    try (var inflater = new Inflater(true)) {
      inflater.setInput(body);
      var out = new ByteArrayOutputStream(2 * body.length);
      var piece = new byte[4_096];
      while (!inflater.finished()) {
        int count = inflater.inflate(piece);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())
            || out.size() > MOST_BYTES) {
          throw new DataFormatException("not what was packed");
        }
        out.write(piece, 0, count);
      }
      return out.toByteArray();
    }
  }
}
