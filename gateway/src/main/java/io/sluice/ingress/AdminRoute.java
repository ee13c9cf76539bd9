package io.sluice.ingress;

import io.sluice.identity.Role;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing the admin plane does.
 *
 * @param template a path whose parts in braces are variables
 * @param role who may; null: everybody, without an operator
 */
record AdminRoute(String method, String template, @Nullable Role role, Handler handler) {
  /** Does it. */
  @FunctionalInterface
  interface Handler {
    /** May throw {@link io.sluice.model.Stop}. */
    AdminReply handle(AdminCall call);
  }

  /** The variables of {@code path}, if it is one of this route's. */
  Optional<Map<String, String>> match(String path) {
    String[] want = template.split("/", -1);
    String[] have = path.split("/", -1);
    if (want.length != have.length) {
      return Optional.empty();
    }
    var variables = new LinkedHashMap<String, String>();
    for (int i = 0; i < want.length; i++) {
      if (want[i].startsWith("{")) {
        variables.put(want[i].substring(1, want[i].length() - 1), decoded(have[i]));
      } else if (!want[i].equals(have[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  /** A segment as it was meant: a name may hold what separates segments. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
