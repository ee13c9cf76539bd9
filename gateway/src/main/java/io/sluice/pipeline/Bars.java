package io.sluice.pipeline;

import io.sluice.flow.Lineage;
import io.sluice.flow.LinkGuard;
import io.sluice.flow.Tracer;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Readers;
import io.sluice.model.Segment;
import io.sluice.model.Stretch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a text of one answer may not hold toward those who get it: content above what they are
 * cleared for, content for other readers, canaries; and links that would carry data away. Confined
 * to one loop.
 */
final class Bars {
  private static final Fault ABOVE =
      Fault.of(Code.CONTENT_BLOCKED, "the answer repeats content above what this key may get");
  private static final Fault READERS =
      Fault.of(
          Code.CONTENT_BLOCKED, "the answer repeats content for readers that exclude this key");
  static final Fault CANARY =
      Fault.of(Code.CONTENT_BLOCKED, "the answer repeats a canary, which no answer may");

  private final Content content;
  private final Lineage lineage;
  private final String exchange;
  private final Level audience;
  private final boolean above;
  private final List<String> along;

  /**
   * For one answer.
   *
   * @param exchange its id, by which its own words are told from others
   */
  Bars(Content content, Lineage lineage, String exchange, Guards.Audience to) {
    this.content = content;
    this.lineage = lineage;
    this.exchange = exchange;
    this.audience = to.cleared();
    this.above = !Level.RESTRICTED.within(to.most());
    this.along = content.snapshot().handling(content.request().traits().call().model()).readers();
  }

  /** False if no text can hold any of it: what is above is what they sent themselves. */
  boolean due() {
    return above || lineage.limited() || lineage.guarded(tenant());
  }

  /** Why {@code text} may not reach them; null: it may. */
  @Nullable Fault in(String text) {
    return in(text, lineage.recognise(tenant(), text));
  }

  /** The same of a text of which {@code known} was recognised. */
  @Nullable Fault in(String text, List<Stretch> known) {
    if (lineage.guarded(tenant()) && !lineage.canaries(tenant(), text).isEmpty()) {
      return CANARY;
    }
    for (Stretch stretch : known) {
      if (!itself(stretch)) {
        if (above && !stretch.label().level().within(audience)) {
          return ABOVE;
        }
        if (!reads(stretch.label().readers())) {
          return READERS;
        }
      }
    }
    return null;
  }

  private boolean reads(Readers readers) {
    return readers.everyone()
        || readers.include(content.facts().principal())
            && along.stream().allMatch(readers::include);
  }

  /** What is recognised in a text of the answer that is not the answer itself. */
  Label label(String text) {
    return lineage.recognise(tenant(), text).stream()
        .filter(one -> !itself(one))
        .map(Stretch::label)
        .reduce(Label.BOTTOM, Label::join);
  }

  /** True for a link that holds labelled content, or what looks like data and is new. */
  boolean carries(String link) {
    boolean labelled =
        lineage.recognise(tenant(), link).stream()
            .anyMatch(one -> !itself(one) && one.label().level() != Level.PUBLIC);
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

  /** True for what was just said: it is known, of course. */
  private boolean itself(Stretch stretch) {
    return !stretch.origins().isEmpty() && stretch.origins().stream().allMatch(this::itself);
  }

  private boolean itself(Origin origin) {
    return origin.exchange().equals(exchange) && Tracer.answered(origin);
  }

  private String tenant() {
    return content.facts().principal().tenant();
  }
}
