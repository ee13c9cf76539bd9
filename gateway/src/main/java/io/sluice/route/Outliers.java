package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the deployment of a model that fails much more often than the others of it do: it is to be
 * left alone. Never the last one: the others must be up.
 */
final class Outliers {
  /** So much below the mean of the others, in shares of success. */
  private static final double BELOW = 0.15;

  private Outliers() {}

  /** False: it fails too seldom to be one, whatever the others do. */
  static boolean possible(Load load) {
    return load.success() < 1 - BELOW;
  }

  /**
   * The worst of them, if it is an outlier.
   *
   * @param up deployments of one model whose circuits are closed
   */
  static Optional<ModelRef> among(List<ModelRef> up, Function<ModelRef, @Nullable Load> loads) {
    ModelRef worst = null;
    double least = 1;
    double sum = 0;
    for (ModelRef ref : up) {
      Load load = loads.apply(ref);
      double success = load == null ? 1 : load.success();
      sum += success;
      if (load != null && load.measured() && success < least) {
        least = success;
        worst = ref;
      }
    }
    if (worst == null || up.size() < 2) {
      return Optional.empty();
    }
    double others = (sum - least) / (up.size() - 1);
    return least < others - BELOW ? Optional.of(worst) : Optional.empty();
  }
}
