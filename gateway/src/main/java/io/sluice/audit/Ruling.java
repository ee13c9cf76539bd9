package io.sluice.audit;

import io.sluice.model.Money;
import java.util.List;

/**
 * The answer to a further question that was put to policy after the decision.
 *
 * @param question {@code fallback}, {@code retry}, {@code release}, {@code tool}, {@code shadow}
 * @param subject what it was about: a model, a tool; never content
 * @param rules ids of the determining policies, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 * @param more what was set aside on top for it, in dollars; nothing for most
 * @param again whether as much was set aside on every account as for the first attempt
 */
public record Ruling(
    String question,
    String subject,
    boolean allowed,
    List<String> rules,
    String reason,
    Money more,
    boolean again) {
  public Ruling {
    rules = List.copyOf(rules);
  }
}
