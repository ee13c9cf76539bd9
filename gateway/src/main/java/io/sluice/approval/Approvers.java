package io.sluice.approval;

import java.util.Optional;

/** Who may approve. */
public interface Approvers {
  /** Nobody. */
  Approvers NONE = (operator, asker) -> Optional.of("nobody may approve anything here");

  /** Why {@code operator} may not answer a question of {@code asker}; empty: he may. */
  Optional<String> objection(String operator, Asker asker);

  /** True if somebody other than the asker may approve. */
  default boolean anyFor(Asker asker) {
    return false;
  }
}
