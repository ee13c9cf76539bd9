package io.sluice.flow;

import io.sluice.flow.Arguments.Leaf;
import io.sluice.flow.Declassifier.Declassified;
import io.sluice.flow.ToolPolicy.Sink;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the arguments of one tool call are worth.
 *
 * @param label join of what was recognised or found in them, toward where the call goes
 * @param control the worst integrity of what says where the call goes
 * @param named whether somebody trusted has named all of that; a call that says nothing of where it
 *     goes is nobody's wish
 * @param bulk whether it hits more than one thing, or whatever a pattern meets
 * @param reach where it goes, and who may read what goes there
 */
public record CallWeight(Label label, Integrity control, boolean named, boolean bulk, Reach reach) {
  /**
   * Where a call goes.
   *
   * @param destinations the values of the arguments that say so
   * @param reads whether all of them may read what is in the arguments
   * @param rule the rule by which some of it is milder toward them; empty: none of it is
   */
  public record Reach(List<String> destinations, boolean reads, String rule) {
    /** Nowhere, with nothing that is for some readers only. */
    public static final Reach NOWHERE = new Reach(List.of(), true, "");

    public Reach {
      destinations = List.copyOf(destinations);
    }

    /** How many destinations: they are content. */
    @Override
    public String toString() {
      return "Reach[" + destinations.size() + ", " + reads + ", " + rule + "]";
    }

    /** What content of all these labels is worth there, and by which rule it is milder. */
    public Declassified toward(Collection<Label> labels) {
      var all = Label.BOTTOM;
      String by = "";
      for (Label one : labels) {
        var there = Declassifier.toReaders(one, destinations);
        all = all.join(there.label());
        by = there.rule().isEmpty() ? by : there.rule();
      }
      return new Declassified(all, by);
    }

    /** True if content of all these labels may be read there. */
    public boolean reads(Collection<Label> labels) {
      return labels.stream()
          .map(Label::readers)
          .allMatch(one -> one.everyone() || one.name(destinations));
    }
  }

  /** What arguments count as that nobody can read. */
  private static final CallWeight UNREADABLE =
      new CallWeight(
          new Label(Integrity.UNTRUSTED, Level.RESTRICTED, Categories.NONE),
          Integrity.UNTRUSTED,
          false,
          true,
          new Reach(List.of(), false, ""));

  /**
   * What values are weighed with.
   *
   * @param named the words in which a destination counts as named
   * @param lineage the labels of all that was recognised or found in one value
   */
  public record Scales(Named named, Function<String, List<Label>> lineage) {}

  /**
   * Weighs a call.
   *
   * @param sink which arguments say where it goes; where none of them is present, all may that are
   *     not said to carry content only
   */
  public static CallWeight of(Optional<Arguments> read, Sink sink, Scales scales) {
    if (read.isEmpty()) {
      return UNREADABLE;
    }
    List<Leaf> chosen = read.get().under(sink.controlArgs());
    List<Leaf> leading = chosen.isEmpty() ? read.get().besides(sink.dataArgs()) : chosen;
    var labels = new ArrayList<Label>();
    var control = Integrity.OPERATOR;
    boolean named = !leading.isEmpty();
    var allowed = new Named();
    sink.allowed().forEach(allowed::entry);
    for (Leaf leaf : read.get().leaves()) {
      String value = leaf.value().strip();
      boolean leads = leading.contains(leaf);
      if (leads && (scales.named().lists(value) || allowed.lists(value))) {
        continue; // that an address was seen before is what an address book is for
      }
      List<Label> known = scales.lineage().apply(value);
      boolean said = leads && scales.named().names(value);
      if (!said || !chosen.contains(leaf)) {
        labels.addAll(known);
      }
      named &= said || !leads;
      control = leads ? worst(control, known) : control;
    }
    boolean bulk = leading.size() != 1 || leading.stream().anyMatch(CallWeight::pattern);
    return weighed(labels, new Aim(control, named, bulk), chosen);
  }

  /** What of a call's worth hangs on where it goes. */
  private record Aim(Integrity control, boolean named, boolean bulk) {}

  private static CallWeight weighed(List<Label> labels, Aim aim, List<Leaf> chosen) {
    var destinations = chosen.stream().map(leaf -> leaf.value().strip()).toList();
    var nowhere = new Reach(destinations, true, "");
    var there = nowhere.toward(labels);
    var reach = new Reach(destinations, nowhere.reads(labels), there.rule());
    return new CallWeight(there.label(), aim.control, aim.named, aim.bulk, reach);
  }

  private static Integrity worst(Integrity before, List<Label> known) {
    Integrity worst = before;
    for (Label one : known) {
      worst = worst.min(one.integrity());
    }
    return worst;
  }

  private static boolean pattern(Leaf leaf) {
    return leaf.value().contains("*") || leaf.value().contains("%");
  }
}
