package io.sluice.approval;

import io.sluice.model.Bytes;
import io.sluice.model.Facts;
import io.sluice.model.Principal;
import io.sluice.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What an approval is tied to: SHA-256, in hex, over the parts, each with its length before it, so
 * that no two lists of parts have the same.
 */
public final class Binding {
  private Binding() {}

  /** One caller's one request: the same body, asked of the same model in the same format. */
  public static String request(Facts facts, Bytes body) {
    var call = facts.traits().call();
    var words =
        List.of("request", call.format(), call.model(), call.operation().name(), facts.purpose());
    return of(facts.principal(), words, body);
  }

  /** One caller's request and one thing in its answer, such as a tool call's name and hash. */
  public static String answer(Facts facts, Bytes body) {
    return of(facts.principal(), List.of("answer", facts.traits().call().model()), body);
  }

  /** One model taking over from another within a tenant. */
  public static String fallback(String tenant, String from, String to) {
    return hash(List.of("fallback", tenant, from, to), Bytes.EMPTY);
  }

  /** A change of that kind to that thing. */
  public static String change(String what, String subject) {
    return hash(List.of("change", what, subject), Bytes.EMPTY);
  }

  private static String of(Principal principal, List<String> words, Bytes body) {
    var all = new ArrayList<>(words);
    all.add(principal.tenant());
    all.add(principal.id());
    all.addAll(principal.delegation().chain());
    return hash(all, body);
  }

  private static String hash(List<String> words, Bytes body) {
    var sha = Sha256.begun();
    for (String word : words) {
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
      sha.update(text);
    }
    sha.update(body.buffer());
    return HexFormat.of().formatHex(sha.digest());
  }
}
