package io.sluice.sim;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The faults of one exchange: at most one of each sort, a later one replacing an earlier. */
final class Faults {
  private final Map<Class<? extends Fault>, Fault> bySort = new HashMap<>();
  private final Set<Fault.Quirk> quirks = EnumSet.noneOf(Fault.Quirk.class);

  void add(List<Fault> faults) {
    for (Fault fault : faults) {
      if (fault instanceof Fault.Quirks more) {
        quirks.addAll(more.quirks());
      } else {
        bySort.put(fault.getClass(), fault);
      }
    }
  }

  <F extends Fault> Optional<F> find(Class<F> sort) {
    return bySort.isEmpty() ? Optional.empty() : Optional.ofNullable(sort.cast(bySort.get(sort)));
  }

  boolean has(Class<? extends Fault> sort) {
    return bySort.containsKey(sort);
  }

  boolean has(Fault.Quirk quirk) {
    return quirks.contains(quirk);
  }

  boolean has(Fault.UsageMode mode) {
    return find(Fault.BadUsage.class).filter(usage -> usage.mode() == mode).isPresent();
  }
}
