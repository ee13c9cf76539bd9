package io.sluice.identity;

import java.util.Locale;
import java.util.Optional;

/** What an operator may do. Each role includes those before it. */
public enum Role {
  /** Sees state and figures. */
  VIEWER,
  /** Sees the record and the evidence. */
  AUDITOR,
  /** Changes keys, credentials, approvals and suspensions. */
  OPERATOR,
  /** Changes operators and policy. */
  ADMIN;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name used on the command line and in the record. */
  public String word() {
    return word;
  }

  /** The role of that name, if there is one. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word.equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** True if this role may do what {@code needed} may. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
