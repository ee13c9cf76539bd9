package io.sluice.wire.openaichat;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * How one provider's chat completions differ from OpenAI's own. All of it is data: {@code
 * dialects.json} has a line for each.
 *
 * @param api the name that configuration has for it
 * @param base where the vendor itself serves, as its SDKs take it
 * @param limit what it calls the output limit
 * @param renames what it calls other members
 * @param rejects members it does not take
 * @param thinking the member in which it takes back what the model thought; empty: it takes none
 * @param habits what else is particular to it
 */
public record Dialect(
    String api,
    URI base,
    String limit,
    Map<String, String> renames,
    Set<String> rejects,
    String thinking,
    Set<Habit> habits) {

  /** A particularity that is no name. */
  public enum Habit {
    /** Tells usage in every stream, and takes no {@code stream_options}. */
    USAGE_UNASKED,
    /** Knows no {@code developer} messages: they are {@code system}. */
    NO_DEVELOPER,
    /** Ids of tool calls have nine letters or digits. */
    SHORT_CALL_IDS,
    /** What the model thought is a part of the content. */
    THINKING_PARTS,
    /** An assistant's message that is to be continued must say so: {@code prefix}. */
    MARKED_PREFIX
  }

  public Dialect {
    renames = Map.copyOf(renames);
    rejects = Set.copyOf(rejects);
    habits = Set.copyOf(habits);
  }

  boolean has(Habit habit) {
    return habits.contains(habit);
  }
}
