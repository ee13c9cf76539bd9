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
    var features = new InjectionFeatures();
    var found = new ArrayList<Span>(0);
    for (InjectionModel.Piece piece : InjectionModel.pieces(text.length())) {
      if (late.getAsBoolean()) {
        return null;
      }
      if (model.score(features, text, piece) > model.threshold()) {
        found.add(new Span(piece.start(), piece.end()));
      }
    }
    return found;
  }
}
