package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Price;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates of a target are deployments of one model: those with the same id and the same
 * price. Found once for each target, since prices are long to compare and a target lives as long as
 * what is in force.
 */
final class Pools {
  private final Target target;
  private final Map<ModelRef, Integer> models;
  private final int count;

  /** Those of the targets that were asked for lately; one that is not there is found again. */
  static final class Known {
    private static final int SLOTS = 256;

    private final AtomicReferenceArray<@Nullable Pools> slots = new AtomicReferenceArray<>(SLOTS);

    /** Another target that says the same is another slot: what is equal would be long to find. */
    @SuppressWarnings("ReferenceEquality")
    Pools of(Target target) {
      int slot = System.identityHashCode(target) & (SLOTS - 1);
      Pools known = slots.get(slot);
      if (known == null || known.target != target) {
        known = new Pools(target);
        slots.set(slot, known);
      }
      return known;
    }
  }

  private Pools(Target target) {
    this.target = target;
    this.models = HashMap.newHashMap(target.candidates().size());
    var firsts = new HashMap<String, List<Candidate>>();
    int found = 0;
    for (Candidate candidate : target.candidates()) {
      var alike = firsts.computeIfAbsent(candidate.ref().id(), _ -> new ArrayList<>(1));
      Integer model = null;
      for (Candidate one : alike) {
        Price price = one.price();
        model = Objects.equals(price, candidate.price()) ? models.get(one.ref()) : model;
      }
      if (model == null) {
        alike.add(candidate);
        model = found++;
      }
      models.putIfAbsent(candidate.ref(), model);
    }
    this.count = found;
  }

  /** True if no two can stand for each other. */
  boolean alone() {
    return count == target.candidates().size();
  }

  /** The places in {@code order} of each model's deployments, in the order of their first. */
  List<int[]> of(List<Verdict> order) {
    if (count == 1) {
      int[] all = new int[order.size()];
      Arrays.setAll(all, i -> i);
      return List.of(all);
    }
    int[] model = new int[order.size()];
    int[] sizes = new int[count];
    for (int i = 0; i < model.length; i++) {
      model[i] = Objects.requireNonNull(models.get(order.get(i).candidate().ref()));
      sizes[model[i]]++;
    }
    var all = new ArrayList<int[]>(count);
    int[][] places = new int[count][];
    int[] filled = new int[count];
    for (int i = 0; i < model.length; i++) {
      int of = model[i];
      if (places[of] == null) {
        places[of] = new int[sizes[of]];
        all.add(places[of]);
      }
      places[of][filled[of]++] = i;
    }
    return all;
  }
}
