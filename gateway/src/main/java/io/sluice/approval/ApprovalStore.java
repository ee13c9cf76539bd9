package io.sluice.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where approvals are kept, durably. */
public interface ApprovalStore {
  /** Keeps it, in the place of what was kept under its id. */
  void put(Approval approval);

  /** The one of that id. */
  Optional<Approval> find(String id);

  /** All that wait, and all that were closed and whose time is not over at {@code now}. */
  List<Approval> live(Instant now);

  /** The last {@code limit} that were opened, newest first. */
  List<Approval> newest(int limit);
}
