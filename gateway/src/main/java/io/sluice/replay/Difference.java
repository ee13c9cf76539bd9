package io.sluice.replay;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a candidate policy would have changed.
 *
 * @param candidate hash of its bundle
 * @param told the first of the flips, in the order of the record
 */
public record Difference(
    String candidate, Seen seen, Change change, Counts counts, List<Told> told) {
  /**
   * What was looked at.
   *
   * @param decisions that were put to the candidate
   * @param unreadable that could not be: cut without a whole copy, of an older version, or without
   *     what translations would lose where the candidate reads that
   * @param repeated that the rules of then decide again byte for byte
   * @param differing that they do not: the record or a kept version was tampered with
   */
  public record Seen(long decisions, long unreadable, long repeated, long differing) {}

  /**
   * What changes in all.
   *
   * @param flips exchanges that would have been decided differently
   * @param keys caller keys whose exchanges these are
   * @param outward exchanges of confidential content or above that could newly go to an external
   *     provider
   * @param cost of the flipped exchanges that were served
   */
  public record Change(long flips, long keys, long outward, Cost cost) {}

  /** In micro-dollars, before and after: at recorded usage and prices. */
  public record Cost(long before, long after) {}

  /** Flips by what kind they are, by the rules that decide now, and by tenant/team/app. */
  public record Counts(
      Map<String, Long> kinds, Map<String, Long> rules, Map<String, Long> workloads) {
    public Counts {
      kinds = new TreeMap<>(kinds);
      rules = new TreeMap<>(rules);
      workloads = new TreeMap<>(workloads);
    }
  }

  /** One flip and what it means in money. */
  public record Told(Flip flip, Cost cost) {}

  public Difference {
    told = List.copyOf(told);
  }

  /** As JSON: the same bytes for the same difference. */
  public Bytes json() {
    var writer = new JsonWriter(4_096).object().field("candidate", candidate);
    writer.field("decisions", seen.decisions()).field("unreadable", seen.unreadable());
    writer.field("repeated", seen.repeated()).field("differing", seen.differing());
    writer.field("flips", change.flips()).field("keys", change.keys());
    writer.field("newly_blocked", count("blocked")).field("newly_allowed", count("allowed"));
    writer.field("newly_held", count("held")).field("confidential_outward", change.outward());
    cost(writer, change.cost());
    counts(writer.name("by_kind"), counts.kinds());
    counts(writer.name("by_rule"), counts.rules());
    counts(writer.name("by_workload"), counts.workloads());
    writer.name("exchanges").array();
    told.forEach(one -> told(writer, one));
    return writer.endArray().endObject().done();
  }

  private long count(String kind) {
    return counts.kinds().getOrDefault(kind, 0L);
  }

  private static void cost(JsonWriter writer, Cost cost) {
    writer.field("cost_before_micros", cost.before()).field("cost_after_micros", cost.after());
  }

  private static void counts(JsonWriter writer, Map<String, Long> counts) {
    writer.object();
    counts.forEach(writer::field);
    writer.endObject();
  }

  private static void told(JsonWriter writer, Told told) {
    Flip flip = told.flip();
    writer.object().field("exchange", flip.exchange()).field("at", flip.at());
    writer.field("tenant", flip.who().tenant()).field("team", flip.who().team());
    writer.field("app", flip.who().app()).field("key", flip.who().key());
    writer.field("asked", flip.turn().asked()).field("label", flip.turn().label());
    writer.field("was", flip.turn().was()).field("now", flip.turn().now());
    writer.field("kind", flip.turn().kind());
    list(writer.name("gained"), flip.turn().gained());
    list(writer.name("lost"), flip.turn().lost());
    list(writer.name("rules"), flip.rules());
    cost(writer, told.cost());
    writer.endObject();
  }

  private static void list(JsonWriter writer, List<String> texts) {
    writer.array();
    texts.forEach(writer::value);
    writer.endArray();
  }
}
