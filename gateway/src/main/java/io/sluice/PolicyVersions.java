package io.sluice;

import io.sluice.policy.Bundle;
import io.sluice.policy.RulesSettings;
import java.io.IOException;
import java.util.Optional;

/** Where versions of policy are kept, and which of them is in force. */
interface PolicyVersions {
  /** Keeps nothing: the stated bundle is always the one in force. */
  PolicyVersions NONE =
      new PolicyVersions() {
        @Override
        public Bundle chosen(Bundle stated, boolean secondPerson) {
          return stated;
        }

        @Override
        public void keep(Bundle bundle, String snapshot, RulesSettings scope) {}

        @Override
        public void inForce(String hash, String stated) {}

        @Override
        public Optional<Bundle> trial() {
          return Optional.empty();
        }
      };

  /**
   * The bundle to use where configuration states {@code stated}.
   *
   * @param secondPerson whether only an activation may change it
   * @throws IOException if the one in force is not kept any more, or was altered
   */
  Bundle chosen(Bundle stated, boolean secondPerson) throws IOException;

  /**
   * Keeps a version before it decides anything; durable when this returns.
   *
   * @param snapshot hash of the configuration around it
   * @param scope what that says
   */
  void keep(Bundle bundle, String snapshot, RulesSettings scope) throws IOException;

  /** Notes that {@code hash} is in force from now on, while {@code stated} is configured. */
  void inForce(String hash, String stated) throws IOException;

  /** The bundle that decides beside the one in force and changes nothing; empty: none. */
  Optional<Bundle> trial() throws IOException;
}
