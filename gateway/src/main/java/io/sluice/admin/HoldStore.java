package io.sluice.admin;

import java.util.List;

/** Where legal holds are kept, durably. */
public interface HoldStore {
  /** All holds, oldest first. */
  List<Hold> all();

  /** Keeps these, in the place of all that were. */
  void replace(List<Hold> holds);
}
