package io.sluice.approval;

import io.sluice.approval.Suspension.Kind;
import java.util.List;

/** Where suspensions are kept, durably. */
public interface SuspensionStore {
  /** All in force. */
  List<Suspension> all();

  /** Keeps it, in the place of one of the same. */
  void put(Suspension suspension);

  /** Forgets it. */
  void remove(Kind kind, String name);
}
