package io.sluice.flow;

import io.sluice.flow.Arguments.Leaf;
import io.sluice.flow.ToolPolicy.Sink;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the arguments of one tool call are worth.
 *
 * @param label join of what was recognised or found in them
 * @param control the worst integrity of what says where the call goes
 * @param named whether somebody trusted has named all of that; a call that says nothing of where it
 *     goes is nobody's wish
 * @param bulk whether it hits more than one thing, or whatever a pattern meets
 */
public record CallWeight(Label label, Integrity control, boolean named, boolean bulk) {
  /** What arguments count as that nobody can read. */
  private static final CallWeight UNREADABLE =
      new CallWeight(
          new Label(Integrity.UNTRUSTED, Level.RESTRICTED, Categories.NONE),
          Integrity.UNTRUSTED,
          false,
          true);

  /**
   * What values are weighed with.
   *
   * @param named the words in which a destination counts as named
   * @param lineage the label of what was recognised or found in one value
   */
  public record Scales(Named named, Function<String, Label> lineage) {}

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
    List<Leaf> all = read.get().leaves();
    List<Leaf> chosen = read.get().under(sink.controlArgs());
    List<Leaf> leading = chosen.isEmpty() ? read.get().besides(sink.dataArgs()) : chosen;
    var label = Label.BOTTOM;
    var control = Integrity.OPERATOR;
    boolean named = !leading.isEmpty();
    var allowed = new Named();
    sink.allowed().forEach(allowed::entry);
    for (Leaf leaf : all) {
      String value = leaf.value().strip();
      boolean leads = leading.contains(leaf);
      if (leads && (scales.named().lists(value) || allowed.lists(value))) {
        continue; // that an address was seen before is what an address book is for
      }
      Label known = scales.lineage().apply(value);
      boolean said = leads && scales.named().names(value);
      label = said && chosen.contains(leaf) ? label : label.join(known);
      named &= said || !leads;
      control = leads ? control.min(known.integrity()) : control;
    }
    boolean bulk = leading.size() != 1 || leading.stream().anyMatch(CallWeight::pattern);
    return new CallWeight(label, control, named, bulk);
  }

  private static boolean pattern(Leaf leaf) {
    return leaf.value().contains("*") || leaf.value().contains("%");
  }
}
