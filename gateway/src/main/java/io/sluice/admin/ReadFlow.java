package io.sluice.admin;

import io.sluice.flow.IndexStatus;
import io.sluice.pipeline.FlowTallies;
import java.util.List;

/** How labels and lineage are. */
public interface ReadFlow {
  /**
   * What there is to say.
   *
   * @param mode of routes that set none
   * @param applications since this process began
   */
  record Flow(String mode, IndexStatus index, List<FlowTallies.Tally> applications) {
    public Flow {
      applications = List.copyOf(applications);
    }
  }

  /** As it is now. */
  Flow flow();
}
