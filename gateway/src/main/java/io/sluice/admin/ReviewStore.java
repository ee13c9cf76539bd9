package io.sluice.admin;

import io.sluice.registry.Attestation;
import java.util.List;

/** Where recorded reviews are kept, durably: every version of each. */
public interface ReviewStore {
  /** All, oldest first. */
  List<Attestation> all();

  /** Keeps it, in the place of the same version of the same subject. */
  void put(Attestation review);
}
