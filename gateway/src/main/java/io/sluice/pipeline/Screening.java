package io.sluice.pipeline;

import io.sluice.inspect.StreamScan;
import io.sluice.inspect.rule.RuleSet;
import io.sluice.inspect.rule.RuleStream;
import io.sluice.model.Finding;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one text of an answer on its way: what detectors find, and what content rules are met.
 * It holds back what may still become something that must not leave, at most 1,024 characters and
 * nothing where nothing of the kind is due; and puts a rule's name in the place of what it masks.
 * Confined to one loop.
 */
final class Screening {
  /** The most characters that are held: of what is longer, the end is kept in. */
  static final int MOST_CHARS = 1_024;

  private final StreamScan scan;
  private final Consumer<String> found;
  private final Rules rules;
  private final @Nullable RuleStream stream;
  private final boolean scanned;
  private final StringBuilder held = new StringBuilder();
  private final List<Mask> masks = new ArrayList<>(0);
  private int fed;
  private int released;

  /** What is replaced by the name of a rule. */
  private record Mask(Span span, String rule) {}

  /** What content rules look for, and what comes of it. */
  record Rules(RuleSet set, Acts acts) {
    /** True if what a detector finds matters to a rule that holds here. */
    boolean wantDetectors() {
      return set.wanted().stream()
          .anyMatch(type -> set.wanting(type).stream().anyMatch(acts::isDue));
    }
  }

  /**
   * For one text.
   *
   * @param found is told every type that a detector finds
   * @param scanned whether one of these may be forbidden, so that it must be waited for
   */
  Screening(StreamScan scan, Consumer<String> found, Rules rules, boolean scanned) {
    this.scan = scan;
    this.found = found;
    this.rules = rules;
    boolean due = !rules.acts().none();
    this.stream = due && rules.set().looks() ? rules.set().stream() : null;
    this.scanned = scanned || due && rules.wantDetectors();
  }

  /** Takes the next piece; what may leave now. */
  String feed(String text) {
    fed += text.length();
    detected(scan.feed(text));
    if (stream != null) {
      matched(stream.feed(text));
      stream.matching().forEach(rules.acts()::meeting);
    }
    if (!scanned && stream == null) {
      released = fed;
      return text;
    }
    held.append(text);
    int ready = scanned ? scan.cleared() : fed;
    ready = stream == null ? ready : Math.min(ready, stream.cleared());
    return released(Math.max(ready, fed - MOST_CHARS));
  }

  /** The text is complete; what of the rest may leave. */
  String finish() {
    detected(scan.end());
    if (stream != null) {
      matched(stream.end());
    }
    return released(fed);
  }

  /** Detectors that did not look at all of it. */
  List<String> notScanned() {
    return scan.notScanned();
  }

  private void detected(List<Finding> findings) {
    for (Finding one : findings) {
      found.accept(one.type());
      for (String rule : rules.set().wanting(one.type())) {
        met(rule, one.span());
      }
    }
  }

  private void matched(List<Finding> findings) {
    findings.forEach(one -> met(one.type(), one.span()));
  }

  private void met(String rule, Span span) {
    if (rules.acts().met(rule)) {
      masks.add(new Mask(span, rule));
    }
  }

  /** Lets out what stands before {@code ready}, a place in the whole text. */
  private String released(int ready) {
    int to = ready;
    for (Mask mask : masks) {
      boolean over = mask.span().start() < to && mask.span().end() > to;
      to = over && fed - mask.span().start() <= MOST_CHARS ? mask.span().start() : to;
    }
    if (to <= released) {
      return "";
    }
    String out = masks.isEmpty() ? held.substring(0, to - released) : masked(to);
    held.delete(0, to - released);
    released = to;
    return out;
  }

  private String masked(int to) {
    var out = new StringBuilder(to - released);
    masks.sort((one, other) -> Integer.compare(one.span().start(), other.span().start()));
    int at = released;
    for (Mask mask : masks) {
      int start = Math.max(at, mask.span().start());
      int end = Math.min(to, mask.span().end());
      if (start < to && end > at) {
        out.append(held, at - released, start - released);
        out.append('[').append(mask.rule()).append(']');
        at = end;
      }
    }
    masks.removeIf(mask -> mask.span().end() <= to);
    return out.append(held, at - released, to - released).toString();
  }
}
