package io.sluice.pipeline;

import io.sluice.flow.LinkGuard;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Stretch;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at an answer in observe mode as the stricter modes would, and lets all of it pass: what
 * they would have stopped or taken out is told afterwards. Confined to one loop.
 */
final class Watch {
  private final Bars bars;
  private final Predicate<String> releasable;
  private final boolean runs;
  private final boolean links;
  private final Map<Long, LinkGuard> guards = new HashMap<>(0);
  private final Set<String> would = new LinkedHashSet<>();

  /**
   * For one answer.
   *
   * @param releasable whether a finding of that type may reach those who asked
   */
  Watch(Content content, Bars bars, Predicate<String> releasable) {
    this.bars = bars;
    this.releasable = releasable;
    runs = bars.due();
    links = content.seen().integrity().compareTo(Integrity.USER) < 0;
  }

  /** The next piece of one of its texts. */
  void feed(long voice, String piece) {
    if (links) {
      guards.computeIfAbsent(voice, _ -> new LinkGuard(bars::carries)).count(piece);
    }
  }

  /** A text that was looked at, and what was recognised in it. */
  void looked(String text, List<Stretch> known) {
    Fault why = runs ? bars.in(text, known) : null;
    if (why != null) {
      would.add(why.message());
    }
  }

  /** A detector saw a value of that type. */
  void found(String type) {
    if (!releasable.test(type)) {
      would.add("the answer held a value of type '" + type + "' that this key may not get");
    }
  }

  /** Why stricter modes would have stopped it, or taken something out; empty: they would not. */
  List<String> would() {
    for (LinkGuard guard : guards.values()) {
      if (guard.counted() > 0) {
        would.add("a link in it would have carried data away, and would have been taken out");
      }
    }
    guards.clear();
    return List.copyOf(would);
  }
}
