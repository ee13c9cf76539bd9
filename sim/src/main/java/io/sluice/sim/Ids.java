package io.sluice.sim;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ids that look like the real ones: a function of the request and its arrival number. */
final class Ids {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String HEX = "0123456789abcdef";

  private final SplittableRandom random;

  Ids(Call call) {
    this.random = new SplittableRandom(31L * Arrays.hashCode(call.body()) + call.number());
  }

  String next(String prefix, int length) {
    return draw(prefix, ALPHANUMERIC, length);
  }

  String hex(String prefix, int length) {
    return draw(prefix, HEX, length);
  }

  private String draw(String prefix, String alphabet, int length) {
    var id = new StringBuilder(prefix);
    for (int i = 0; i < length; i++) {
      id.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return id.toString();
  }
}
