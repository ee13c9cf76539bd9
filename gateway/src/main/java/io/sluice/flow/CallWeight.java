package io.sluice.flow;

import io.sluice.flow.Arguments.Leaf;
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
   * @param control names of arguments that say where it goes; where none is present, every one may
   */
  public static CallWeight of(Optional<Arguments> said, List<String> control, Scales scales) {
    if (said.isEmpty()) {
      return UNREADABLE;
    }
    List<Leaf> all = said.get().leaves();
    List<Leaf> chosen = said.get().under(control);
    List<Leaf> leading = chosen.isEmpty() ? all : chosen;
    var label = Label.BOTTOM;
    for (Leaf leaf : all) {
      label = label.join(scales.lineage().apply(leaf.value()));
    }
    var integrity = Integrity.OPERATOR;
    boolean named = !leading.isEmpty();
    for (Leaf leaf : leading) {
      String value = leaf.value().strip();
      named = named && scales.named().names(value);
      integrity = integrity.min(scales.lineage().apply(value).integrity());
    }
    boolean bulk = leading.size() != 1 || leading.stream().anyMatch(CallWeight::pattern);
    return new CallWeight(label, integrity, named, bulk);
  }

  private static boolean pattern(Leaf leaf) {
    return leaf.value().contains("*") || leaf.value().contains("%");
  }
}
