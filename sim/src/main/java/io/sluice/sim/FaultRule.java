package io.sluice.sim;

import java.util.List;
import java.util.Optional;

/**
 * Which requests meet which faults.
 *
 * @param model the model asked for, exact or with one {@code *} at its end; empty: any request
 * @param path the path of the request; empty: any
 * @param from the first matching request that is affected, from 1
 * @param times how many matching requests are affected from there on; 0: all
 * @param faults what happens to them
 */
public record FaultRule(
    Optional<String> model, Optional<String> path, int from, int times, List<Fault> faults) {

  public FaultRule {
    if (from < 1 || times < 0) {
      throw new IllegalArgumentException("from must be >= 1 and times >= 0");
    }
    faults = List.copyOf(faults);
  }

  /** Every request, from now on. */
  public static FaultRule always(String faults) {
    return new FaultRule(Optional.empty(), Optional.empty(), 1, 0, Fault.parse(faults));
  }

  /** The next request only. */
  public static FaultRule once(String faults) {
    return nth(1, faults);
  }

  /** The nth request from now only, from 1. */
  public static FaultRule nth(int n, String faults) {
    return new FaultRule(Optional.empty(), Optional.empty(), n, 1, Fault.parse(faults));
  }

  /** Every request for this model; {@code *} at the end matches any rest. */
  public static FaultRule model(String model, String faults) {
    return new FaultRule(Optional.of(model), Optional.empty(), 1, 0, Fault.parse(faults));
  }

  /** Every request to this path. */
  public static FaultRule path(String path, String faults) {
    return new FaultRule(Optional.empty(), Optional.of(path), 1, 0, Fault.parse(faults));
  }

  boolean matches(Call call) {
    return model.filter(wanted -> !names(wanted, call.model())).isEmpty()
        && path.filter(wanted -> !wanted.equals(call.path())).isEmpty();
  }

  private static boolean names(String wanted, String model) {
    return wanted.endsWith("*")
        ? model.startsWith(wanted.substring(0, wanted.length() - 1))
        : model.equals(wanted);
  }
}
