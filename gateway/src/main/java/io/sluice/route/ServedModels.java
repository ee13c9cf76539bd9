package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.ModelFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What deployments say that they serve, answer by answer: a name that is not the one that was asked
 * for, or one that was never heard there before, or another fingerprint of its configuration, means
 * that the model may have changed. Each is noticed once. Thread-safe, bounded.
 */
public final class ServedModels {
  private static final int MOST_DEPLOYMENTS = 10_000;

  /** A pool behind one name may serve from several configurations at the same time. */
  private static final int MOST_REMEMBERED = 16;

  private final ConcurrentHashMap<ModelRef, Heard> deployments = new ConcurrentHashMap<>();

  /** In what an answer differs from what was to be expected. */
  public enum What {
    /** The first answers say that another model is served than the one that was asked for. */
    OTHER_MODEL,
    /** Another model is served than before. */
    MODEL,
    /** The same model is served from another configuration than before. */
    FINGERPRINT
  }

  /**
   * A model may have changed.
   *
   * @param before what was asked for, or what was said last
   * @param after what was said now
   */
  public record Difference(What what, String before, String after) {}

  /** What was heard of one deployment, the last last. */
  record Heard(List<String> models, List<String> fingerprints) {
    static final Heard NOTHING = new Heard(List.of(), List.of());

    Heard {
      models = List.copyOf(models);
      fingerprints = List.copyOf(fingerprints);
    }
  }

  /**
   * An answer of {@code asked} said this of who gave it; empty text: nothing.
   *
   * @return in what that is new; empty: in nothing, or nothing was heard of it before
   */
  public Optional<Difference> heard(ModelRef asked, String model, String fingerprint) {
    Heard before = deployments.getOrDefault(asked, Heard.NOTHING);
    boolean knownModel = model.isEmpty() || before.models().contains(model);
    boolean knownPrint = fingerprint.isEmpty() || before.fingerprints().contains(fingerprint);
    if (knownModel && knownPrint) {
      return Optional.empty();
    }
    if (before.equals(Heard.NOTHING) && deployments.size() >= MOST_DEPLOYMENTS) {
      return Optional.empty();
    }
    var after = new Heard(with(before.models(), model), with(before.fingerprints(), fingerprint));
    boolean first =
        before.equals(Heard.NOTHING)
            ? deployments.putIfAbsent(asked, after) == null
            : deployments.replace(asked, before, after);
    return first ? difference(asked, before, model, fingerprint) : Optional.empty();
  }

  private static Optional<Difference> difference(
      ModelRef asked, Heard before, String model, String fingerprint) {
    if (!model.isEmpty() && before.models().isEmpty()) {
      return other(asked.id(), model)
          ? Optional.of(new Difference(What.OTHER_MODEL, asked.id(), model))
          : Optional.empty();
    }
    if (!model.isEmpty() && !before.models().contains(model)) {
      return Optional.of(new Difference(What.MODEL, before.models().getLast(), model));
    }
    boolean print = !fingerprint.isEmpty() && !before.fingerprints().contains(fingerprint);
    return print && !before.fingerprints().isEmpty()
        ? Optional.of(
            new Difference(What.FINGERPRINT, before.fingerprints().getLast(), fingerprint))
        : Optional.empty();
  }

  /** A date, a host or a build in one of two names does not make another model of it. */
  private static boolean other(String asked, String said) {
    return !ModelFamily.of(asked).equals(ModelFamily.of(said));
  }

  private static List<String> with(List<String> known, String more) {
    if (more.isEmpty()) {
      return known;
    }
    var all = new ArrayList<>(known);
    all.remove(more);
    all.add(more);
    return all.size() > MOST_REMEMBERED ? all.subList(1, all.size()) : all;
  }

  /** All that was heard. */
  Map<ModelRef, Heard> all() {
    return Map.copyOf(deployments);
  }

  /** What was heard before this process began. */
  void restore(ModelRef model, List<String> models, List<String> fingerprints) {
    deployments.putIfAbsent(model, new Heard(models, fingerprints));
  }
}
