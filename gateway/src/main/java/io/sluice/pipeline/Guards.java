package io.sluice.pipeline;

import io.sluice.flow.Lineage;
import io.sluice.flow.LinkGuard;
import io.sluice.flow.RunGuard;
import io.sluice.flow.Tracer;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.model.Code;
import io.sluice.model.ContentRule.Consequence;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Segment;
import io.sluice.model.Stretch;
import io.sluice.registry.RouteSetting.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's text is held back for, beside what detectors find: labelled content above what
 * its reader is cleared for, and links that would carry data away. Each is due only where it can
 * happen. Confined to one loop.
 */
final class Guards {
  private final Content content;
  private final Lineage lineage;
  private final String exchange;
  private final Set<String> forbidden;
  private final Level audience;
  private final Map<String, Consequence> due;
  private final boolean checked;
  private final boolean runs;
  private final boolean links;
  private final List<LinkGuard> made = new ArrayList<>(1);

  /**
   * For one answer.
   *
   * @param exchange its id, by which its own words are told from others
   */
  Guards(Content content, Lineage lineage, String exchange, Audience to) {
    this.content = content;
    this.lineage = lineage;
    this.exchange = exchange;
    checked = content.snapshot().handling(content.request().traits().call().model()).checked();
    this.forbidden = checked ? to.forbidden() : Set.of();
    this.audience = to.cleared();
    this.due = checked ? to.due() : Map.of();
    boolean enforced = checked && content.mode() != Flow.OBSERVE;
    runs = enforced && !Level.RESTRICTED.within(to.most());
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

  /** Holds back runs of what its reader is not cleared for; null: none can come. */
  @Nullable RunGuard runs() {
    return runs ? new RunGuard(this::above) : null;
  }

  /** Takes out links that would carry data away; null: nobody untrusted had a say. */
  @Nullable LinkGuard links() {
    if (!links) {
      return null;
    }
    var guard = new LinkGuard(this::carries);
    made.add(guard);
    return guard;
  }

  /** Why an answer stops in which such a run was seen. */
  Fault above() {
    return Fault.of(Code.CONTENT_BLOCKED, "the answer repeats content above what this key may get");
  }

  /** How many links were taken out. */
  int withheld() {
    return made.stream().mapToInt(LinkGuard::withheld).sum();
  }

  private boolean above(String text) {
    return known(text).anyMatch(stretch -> !stretch.label().level().within(audience));
  }

  private boolean carries(String link) {
    boolean labelled = known(link).anyMatch(stretch -> stretch.label().level() != Level.PUBLIC);
    return labelled || LinkGuard.looksLikeData(link) && !repeated(link);
  }

  /** A link that stood in the request carries nothing new away. */
  private boolean repeated(String link) {
    for (Segment segment : content.request().segments()) {
      if (segment.text().contains(link)) {
        return true;
      }
    }
    return false;
  }

  /** What is recognised in a text of the answer that is not the answer itself. */
  Label label(String text) {
    return known(text).map(Stretch::label).reduce(Label.BOTTOM, Label::join);
  }

  private Stream<Stretch> known(String text) {
    String tenant = content.facts().principal().tenant();
    return lineage.recognise(tenant, text).stream()
        .filter(
            stretch ->
                stretch.origins().isEmpty() || !stretch.origins().stream().allMatch(this::itself));
  }

  private boolean itself(Origin origin) {
    return origin.exchange().equals(exchange) && Tracer.answered(origin);
  }
}
