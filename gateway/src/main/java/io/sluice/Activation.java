package io.sluice;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Which version of policy is in force, and how that came.
 *
 * @param inForce hash of the bundle that decides; empty: none yet
 * @param stated hash of the one that configuration stated when that began
 * @param trail the versions that were in force before, the last one last
 * @param trial hash of the bundle that only records what it would decide; empty: none
 * @param proposal what waits for a second person
 */
record Activation(
    String inForce, String stated, List<String> trail, String trial, Proposal proposal) {
  static final Activation NONE = new Activation("", "", List.of(), "", Proposal.NONE);

  private static final int LONGEST_TRAIL = 100;

  /** A version that one person wants. */
  record Proposal(String hash, String by) {
    static final Proposal NONE = new Proposal("", "");
  }

  Activation {
    trail = List.copyOf(trail);
  }

  /** The next version, with this one on the trail. */
  Activation then(String hash, String now) {
    if (hash.equals(inForce)) {
      return new Activation(inForce, now, trail, trial, Proposal.NONE);
    }
    var longer = new ArrayList<>(trail);
    if (!inForce.isEmpty()) {
      longer.add(inForce);
    }
    int from = Math.max(0, longer.size() - LONGEST_TRAIL);
    String still = trial.equals(hash) ? "" : trial;
    return new Activation(hash, now, longer.subList(from, longer.size()), still, Proposal.NONE);
  }

  /** The version before, which is taken off the trail. */
  Activation back(String now) {
    return new Activation(
        trail.getLast(), now, trail.subList(0, trail.size() - 1), trial, Proposal.NONE);
  }

  Activation trying(String hash) {
    return new Activation(inForce, stated, trail, hash, proposal);
  }

  Activation proposing(Proposal next) {
    return new Activation(inForce, stated, trail, trial, next);
  }

  Bytes json() {
    var writer = new JsonWriter(512).object().field("in_force", inForce).field("stated", stated);
    writer.name("trail").array();
    trail.forEach(writer::value);
    writer.endArray().field("trial", trial).field("proposed", proposal.hash());
    return writer.field("proposed_by", proposal.by()).endObject().done();
  }

  static Activation read(Json json) {
    var trail = new ArrayList<String>();
    json.at("trail").items().forEach(one -> trail.add(one.string().orElse("")));
    return new Activation(
        json.text("in_force", ""),
        json.text("stated", ""),
        trail,
        json.text("trial", ""),
        new Proposal(json.text("proposed", ""), json.text("proposed_by", "")));
  }
}
