package io.sluice.flow;

import io.sluice.model.Integrity;
import io.sluice.model.Level;
import java.util.List;

/**
 * What a tool may be given, and on whose word.
 *
 * @param control arguments that say where it goes or whom it hits; empty: every argument may
 * @param minIntegrity the least integrity of what moves it
 * @param maxLevel the highest level of content it may be given
 * @param allowed values of control arguments that need nobody to name them, such as one mailbox
 * @param directory true if what it returns names people and places as well as a user does
 */
public record Sink(
    Effect effect,
    List<String> control,
    Integrity minIntegrity,
    Level maxLevel,
    List<String> allowed,
    boolean directory) {
  public Sink {
    control = List.copyOf(control);
    allowed = List.copyOf(allowed);
  }

  /** A tool of this effect of which nothing else is known. */
  public static Sink of(Effect effect, List<String> control) {
    return new Sink(effect, control, leastOf(effect), mostOf(effect), List.of(), false);
  }

  /** The least integrity that moves a tool of this effect where nothing is said. */
  public static Integrity leastOf(Effect effect) {
    return switch (effect) {
      case READ, FETCH -> Integrity.UNTRUSTED;
      case WRITE, SEND_INTERNAL, SEND_EXTERNAL, SHARE -> Integrity.INTERNAL;
      case DELETE, MONEY_OUT, IDENTITY, EXECUTE -> Integrity.USER;
    };
  }

  /** The highest level that a tool of this effect is given where nothing is said. */
  public static Level mostOf(Effect effect) {
    return switch (effect) {
      case SEND_EXTERNAL, SHARE -> Level.PUBLIC;
      case FETCH, MONEY_OUT -> Level.INTERNAL;
      case SEND_INTERNAL, EXECUTE, IDENTITY -> Level.CONFIDENTIAL;
      case READ, WRITE, DELETE -> Level.RESTRICTED;
    };
  }
}
