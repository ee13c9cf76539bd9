package io.sluice.flow;

import io.sluice.model.Integrity;
import io.sluice.model.Level;

/** Numbers for levels and integrities as the index has them on disk: they never change. */
final class Ranks {
  private Ranks() {}

  static int of(Level level) {
    return switch (level) {
      case PUBLIC -> 0;
      case INTERNAL -> 1;
      case CONFIDENTIAL -> 2;
      case RESTRICTED -> 3;
    };
  }

  static Level level(int rank) {
    return switch (rank & 3) {
      case 0 -> Level.PUBLIC;
      case 1 -> Level.INTERNAL;
      case 2 -> Level.CONFIDENTIAL;
      default -> Level.RESTRICTED;
    };
  }

  static int of(Integrity integrity) {
    return switch (integrity) {
      case UNTRUSTED -> 0;
      case INTERNAL -> 1;
      case USER -> 2;
      case OPERATOR -> 3;
    };
  }

  static Integrity integrity(int rank) {
    return switch (rank & 3) {
      case 0 -> Integrity.UNTRUSTED;
      case 1 -> Integrity.INTERNAL;
      case 2 -> Integrity.USER;
      default -> Integrity.OPERATOR;
    };
  }
}
