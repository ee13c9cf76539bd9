package io.sluice.wire;

import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * A request ready for a provider.
 *
 * @param path what follows the provider's base URL, with its query if there is one, such as {@code
 *     /chat/completions}
 * @param headers what the format itself needs, such as {@code anthropic-version}
 * @param usageHidden true if usage was asked for that the caller must not see
 */
public record Encoded(
    String path, Headers headers, Bytes body, List<Loss> losses, boolean usageHidden) {
  public Encoded {
    losses = List.copyOf(losses);
  }

  /** The same, asking for that content type. */
  public Encoded asking(String accept) {
    var all = new ArrayList<>(headers.fields());
    all.add(new Headers.Header("accept", accept));
    return new Encoded(path, new Headers(all), body, losses, usageHidden);
  }

  /** The same with those of the caller's headers that have one of these names. */
  public Encoded with(Headers callers, List<String> names) {
    var all = new ArrayList<>(headers.fields());
    for (String name : names) {
      callers.first(name).ifPresent(value -> all.add(new Headers.Header(name, value)));
    }
    return new Encoded(path, new Headers(all), body, losses, usageHidden);
  }

  /** The same with further losses before its own. */
  public Encoded losing(List<Loss> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(more);
    all.addAll(losses);
    return new Encoded(path, headers, body, all, usageHidden);
  }
}
