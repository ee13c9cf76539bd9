package io.sluice.approval;

import io.sluice.model.Facts;

/** Who may approve. */
public interface Approvers {
  /** Nobody. */
  Approvers NONE = facts -> false;

  /** True if somebody other than the asker may approve an exchange of these facts. */
  boolean anyFor(Facts facts);
}
