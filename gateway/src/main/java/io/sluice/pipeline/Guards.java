package io.sluice.pipeline;

import io.sluice.flow.LinkGuard;
import io.sluice.flow.RunGuard;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.model.ContentRule.Consequence;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.registry.RouteSetting.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's text is held back for, beside what detectors find: labelled content that its
 * reader may not get, canaries, and links that would carry data away. Each is due only where it can
 * happen. Confined to one loop.
 */
final class Guards {
  private final Content content;
  private final Bars bars;
  private final Set<String> forbidden;
  private final Map<String, Consequence> due;
  private final boolean checked;
  private final boolean runs;
  private final boolean links;
  private final List<LinkGuard> made = new ArrayList<>(1);
  private @Nullable Fault met;

  /** For one answer, of which {@code bars} says what may not reach its reader. */
  Guards(Content content, Bars bars, Audience to) {
    this.content = content;
    this.bars = bars;
    checked = content.snapshot().handling(content.request().traits().call().model()).checked();
    this.forbidden = checked ? to.forbidden() : Set.of();
    this.due = checked ? to.due() : Map.of();
    boolean enforced = checked && content.mode() != Flow.OBSERVE;
    runs = enforced && bars.due();
    links = enforced && content.seen().integrity().compareTo(Integrity.USER) < 0;
  }

  /**
   * Who reads the answer.
   *
   * @param forbidden finding types that must not reach them; empty: none is waited for
   * @param cleared the highest level that may reach them
   * @param most the same, were all restricted that they sent: below it only where somebody has said
   *     what they are cleared for
   * @param due content rules that hold for it
   */
  record Audience(Set<String> forbidden, Level cleared, Level most, Map<String, Consequence> due) {
    Audience {
      forbidden = Set.copyOf(forbidden);
      due = Map.copyOf(due);
    }
  }

  /** False where texts leave without being waited for. */
  boolean checked() {
    return checked;
  }

  Set<String> forbidden() {
    return forbidden;
  }

  /** The content rules that hold for the answer, by name. */
  Map<String, Consequence> due() {
    return due;
  }

  /** What they look for. */
  RuleSet rules() {
    return content.snapshot().labels().content().out();
  }

  /** Holds back runs of what its reader may not get; null: none can come. */
  @Nullable RunGuard runs() {
    return runs ? new RunGuard(this::barred) : null;
  }

  /** Takes out links that would carry data away; null: nobody untrusted had a say. */
  @Nullable LinkGuard links() {
    if (!links) {
      return null;
    }
    var guard = new LinkGuard(bars::carries);
    made.add(guard);
    return guard;
  }

  /** Why an answer stops in which such a run was seen. */
  Fault above() {
    return Objects.requireNonNull(met);
  }

  /** How many links were taken out. */
  int withheld() {
    return made.stream().mapToInt(LinkGuard::withheld).sum();
  }

  /** What is recognised in a text of the answer that is not the answer itself. */
  Label label(String text) {
    return bars.label(text);
  }

  private boolean barred(String text) {
    Fault why = bars.in(text);
    met = met == null ? why : met;
    return why != null;
  }
}
