package io.sluice.audit;

import java.util.Map;

/**
 * Something an operator or the gateway itself changed.
 *
 * @param type such as {@code key.created}, {@code policy.activated}, {@code credential.rotated}
 * @param actor the operator's name, or {@code gateway}
 * @param before content hash of what it was; empty where it was nothing
 * @param after content hash of what it is; empty where it is nothing
 * @param details ids, names and counts; no secret and no content
 */
public record Change(
    String type, String actor, String before, String after, Map<String, String> details) {
  public Change {
    if (type.indexOf('.') < 1) {
      throw new IllegalArgumentException("a change is named noun.verb");
    }
    details = Map.copyOf(details);
  }
}
