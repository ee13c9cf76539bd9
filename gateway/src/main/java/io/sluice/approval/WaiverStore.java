package io.sluice.approval;

import java.util.List;

/** Where waivers are kept, durably. */
public interface WaiverStore {
  /** All there ever were. */
  List<Waiver> all();

  /** Keeps it, in the place of the one of its id. */
  void put(Waiver waiver);
}
