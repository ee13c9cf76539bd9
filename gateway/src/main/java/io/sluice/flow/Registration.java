package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Content that an operator registered under one name.
 *
 * @param pieces how many documents, parts of long ones counted apart, or rows it has
 */
public record Registration(
    String tenant, String name, Kind kind, Label label, int pieces, Instant since) {
  /** What stands before its name in origins. */
  public static final String ORIGIN = "registered";

  /** How it is known again. */
  public enum Kind {
    /** By any part of it that is long enough. */
    DOCUMENTS,
    /** By two values of one row, or one long value that stands in one row only. */
    TABLE,
    /** As documents are, in answers alone: none may hold it. */
    CANARY,
    /** Not at all: what was learned of the same text from traffic counts no more. */
    CLEARING;

    /** As it is said. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Its id, the same for the same name of the same tenant. */
  String id() {
    return UUID.nameUUIDFromBytes((tenant + '\0' + name).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** Where piece {@code number} comes from, as the index keeps it. */
  Origin origin(int number) {
    return new Origin(id(), ORIGIN + ':' + number);
  }

  /** The same with more of it. */
  Registration with(int more) {
    return new Registration(tenant, name, kind, label, pieces + more, since);
  }
}
