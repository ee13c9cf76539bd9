package io.sluice.wire.sealed;

import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** One thing an answer says: reasoning, a text, or a call. */
record Said(String kind, String text, String seal) {
  static List<Said> any(RandomGenerator random, int turn, Talk provider) {
    var all = new ArrayList<Said>();
    String seal = "seal-" + turn + Long.toHexString(random.nextLong());
    if (provider.words()) {
      int thoughts = random.nextInt(1, 3);
      for (int i = 0; i < thoughts; i++) {
        String mark = seal + i + "/+=é\"".substring(0, random.nextInt(6));
        all.add(
            random.nextInt(4) == 0
                ? new Said("redacted", "", provider.encrypted(mark))
                : new Said("thinking", "thought of " + turn + "." + i + " é\n\"q\"", mark));
      }
    }
    if (random.nextBoolean()) {
      all.add(new Said("text", "Let me look " + turn, ""));
    }
    int calls = random.nextInt(1, 4);
    for (int i = 0; i < calls; i++) {
      boolean signed = !provider.words() && i == 0;
      all.add(new Said("call", "weather" + i, signed ? base64(seal) : ""));
    }
    return all;
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(Bytes.utf8(text).toArray());
  }

  String told() {
    return kind + "|" + text + "|" + seal;
  }
}
