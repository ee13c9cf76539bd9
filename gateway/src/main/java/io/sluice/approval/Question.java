package io.sluice.approval;

import io.sluice.model.Label;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a person is asked. No content: what the approver is shown is written into the ledger.
 *
 * @param binding what an approval is good for, see {@link Binding}: the same question has the same
 * @param rules ids of the rules that are to be lifted, sorted
 * @param shown names and values, in the order in which an approver reads them
 */
public record Question(
    Kind kind,
    Asker asker,
    String binding,
    List<String> rules,
    Scope scope,
    Map<String, String> shown) {

  /** What is held. */
  public enum Kind {
    /** A request: sent again, it is decided again, and permitted. */
    REQUEST,
    /** An answer, or a tool call in it: sent again, its request gets that answer, once. */
    ANSWER,
    /** One model taking over from another, for content of a label, for a while. */
    FALLBACK,
    /** Something that an operator wants to change. */
    CHANGE
  }

  /**
   * How far an approval goes.
   *
   * @param label the strictest that is approved of
   * @param models as {@code provider/id}; empty: it is about no model
   */
  public record Scope(Label label, List<String> models) {
    /** Of a question that is about no content. */
    public static final Scope NOTHING = new Scope(Label.BOTTOM, List.of());

    public Scope {
      // who may read it is policy's to say, approved or not; stores do not keep it
      label = new Label(label.integrity(), label.level(), label.categories());
      models = List.copyOf(models);
    }

    /** True if all that {@code asked} needs is in this, for at least one model. */
    boolean covers(Scope asked) {
      boolean some = asked.models.isEmpty() || asked.models.stream().anyMatch(models::contains);
      return some && asked.label.flowsTo(label);
    }
  }

  public Question {
    rules = List.copyOf(rules);
    shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
  }

  /** True if an approval of this question answers {@code asked} as well. */
  boolean covers(Question asked) {
    return kind == asked.kind
        && binding.equals(asked.binding)
        && rules.containsAll(asked.rules)
        && scope.covers(asked.scope);
  }
}
