package io.sluice.wire.openaichat;

import io.sluice.model.Bytes;
import io.sluice.model.Thinking.Effort;
import java.net.URI;
import java.util.EnumSet;
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
 * @param thinking how it is told to think, and takes back what was thought
 * @param habits what else is particular to it
 */
public record Dialect(
    String api,
    URI base,
    String limit,
    Map<String, String> renames,
    Set<String> rejects,
    Thoughts thinking,
    Set<Habit> habits) {

  /**
   * How a provider is told to think. A name may have a dot: a member of a member.
   *
   * @param back the member in which it takes back what the model thought; empty: it takes none
   * @param effort the member that says how hard
   * @param efforts the words it knows for that; {@code none} switches thinking off
   * @param budget the member that says how many tokens; empty: that cannot be said
   * @param switches what is said, besides, to switch it on and to switch it off
   * @param shown whether its answers tell what was thought
   */
  public record Thoughts(
      String back,
      String effort,
      Set<String> efforts,
      String budget,
      Switches switches,
      boolean shown) {
    /** JSON values by name. */
    public record Switches(Map<String, Bytes> on, Map<String, Bytes> off) {
      public Switches {
        on = Map.copyOf(on);
        off = Map.copyOf(off);
      }
    }

    public Thoughts {
      efforts = Set.copyOf(efforts);
    }

    Map<String, Bytes> on() {
      return switches.on();
    }

    Map<String, Bytes> off() {
      return switches.off();
    }

    /** The efforts it knows. */
    Set<Effort> known() {
      var known = EnumSet.noneOf(Effort.class);
      efforts.forEach(word -> Effort.of(word).ifPresent(known::add));
      return known;
    }

    /** True if OpenAI's {@code reasoning_effort} of that word means here what it means there. */
    boolean asOpenAi(String word) {
      return effort.equals("reasoning_effort") && efforts.contains(word);
    }
  }

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
