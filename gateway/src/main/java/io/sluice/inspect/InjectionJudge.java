package io.sluice.inspect;

import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds pieces of a text that want to give a model orders, by {@link InjectionModel}. A hint, no
 * boundary: on sources it was not trained on it finds a part of the attacks only.
 */
final class InjectionJudge implements Judge {
  /** Shorter texts say too little. */
  private static final int LEAST_CHARS = 12;

  private final InjectionModel model;

  InjectionJudge(InjectionModel model) {
    this.model = model;
  }

  @Override
  public String type() {
    return "injection";
  }

  @Override
  public @Nullable List<Span> judge(String text, BooleanSupplier late) {
    if (text.length() < LEAST_CHARS) {
      return List.of();
    }
    if (late.getAsBoolean()) {
      return null;
    }
    var found = new ArrayList<Span>(0);
    InjectionModel.Walk walk = model.walk(text);
    do {
      if (late.getAsBoolean()) {
        return null;
      }
      boolean suspicious = walk.next() > model.threshold();
      if (suspicious) {
        int from = Math.max(0, start(walk.end()));
        found.add(new Span(from, walk.end()));
      }
    } while (walk.more());
    return found;
  }

  /** Where a piece begins that ends there: with the block before its last one. */
  private static int start(int end) {
    int step = InjectionFeatures.STEP_CHARS;
    return (end - 1) / step * step - step;
  }
}
