package io.sluice.pipeline;

import io.sluice.audit.Closing.Said;
import io.sluice.flow.ActiveContent;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Lineage;
import io.sluice.flow.Tracer;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Stretch;
import io.sluice.registry.RouteSetting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns an answer while it is released, so that it is known again before anybody can bring it
 * back. It is as trustworthy as the least of what led to it. It is as confidential as what is
 * recognised in it, or in strict mode as all that led to it. Confined to one loop.
 */
final class Tap {
  /** So much of a text is looked at in one go, and so much of it again in the next. */
  private static final int BLOCK_CHARS = 8_192;

  private static final int AGAIN_CHARS = 512;

  /** The number of the first choice's text. */
  private static final long FIRST_TEXT = 0;

  private final Lineage lineage;
  private final FlowSettings settings;
  private final Lineage.Party party;
  private final String exchange;
  private final Map<Long, Voice> voices = new HashMap<>(2);
  private final Label context;
  private final ActiveContent active;
  private final Endorsing endorsing;
  private final @Nullable Watch watch;
  private Label label;
  private String rule = "";

  /**
   * What an answer is looked at for besides.
   *
   * @param endorsing whether it is one of few values
   * @param watch sees it as stricter modes would; null: they are in force
   */
  record Beside(Endorsing endorsing, @Nullable Watch watch) {}

  /** Of one answer. */
  Tap(Lineage lineage, Content content, ExchangeId id, Beside beside) {
    this.lineage = lineage;
    this.endorsing = beside.endorsing();
    this.watch = beside.watch();
    settings = content.snapshot().labels().settings();
    party = Tracer.party(content.facts().principal());
    exchange = id.value();
    context = content.seen();
    var active = content.active();
    this.active = new ActiveContent(trusted(context) ? Set.of() : active);
    label = content.mode() == RouteSetting.Flow.STRICT ? context : context.trust();
  }

  /** One text of the answer. */
  private final class Voice {
    private final Lineage.Learning learning;
    private final StringBuilder unseen = new StringBuilder();

    Voice(String segment) {
      learning = lineage.learning(party, label, new Origin(exchange, segment));
    }

    void add(String piece) {
      active.feed(piece);
      learning.add(piece);
      unseen.append(piece);
      if (unseen.length() >= BLOCK_CHARS) {
        look();
        unseen.delete(0, unseen.length() - AGAIN_CHARS);
      }
    }

    void end() {
      look();
      learning.end();
    }

    private void look() {
      String text = unseen.toString();
      var known =
          lineage.recognise(party.tenant(), text).stream().filter(one -> !own(one)).toList();
      known.forEach(stretch -> worsen(stretch.label()));
      if (watch != null) {
        watch.looked(text, known);
      }
      learning.worsen(label);
    }

    /** What was just said is known, of course. */
    private boolean own(Stretch stretch) {
      return !stretch.origins().isEmpty()
          && stretch.origins().stream()
              .allMatch(origin -> origin.exchange().equals(exchange) && Tracer.answered(origin));
    }
  }

  private static boolean trusted(Label context) {
    return context.integrity().compareTo(Integrity.USER) >= 0;
  }

  /** The next events that the caller gets. */
  void released(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Vector || event instanceof Event.Sealed) {
        worsen(context); // nobody can look into it
      }
      Taking.take(event, this::take);
      if (event instanceof Event.Ended) {
        end();
      }
    }
  }

  private void take(String text, long voice) {
    voice(voice).add(text);
    endorsing.take(text, voice == FIRST_TEXT);
    if (watch != null) {
      watch.feed(voice, text);
    }
  }

  private Voice voice(long number) {
    return voices.computeIfAbsent(number, it -> new Voice(segment(it)));
  }

  static String segment(long voice) {
    if (voice < 0) {
      return "reasoning";
    }
    int index = (int) voice;
    return index == 0 ? "answer:" + (voice >>> 32) : "arguments:" + (index - 1);
  }

  /** A detector saw a value of that type. */
  void found(String type) {
    worsen(settings.meaning(type).label());
    if (watch != null) {
      watch.found(type);
    }
  }

  /** Why stricter modes would not have released it as it is. */
  List<String> would() {
    return watch == null ? List.of() : watch.would();
  }

  private void worsen(Label more) {
    label = label.join(more.confidentiality());
  }

  /** The answer is complete. */
  private void end() {
    voices.values().forEach(Voice::end);
    Voice first = voices.get(FIRST_TEXT);
    if (first != null) {
      var endorsed = endorsing.over(label);
      label = endorsed.label();
      rule = endorsed.rule();
      if (!rule.isEmpty()) {
        first.learning.endorse(endorsed);
      }
    }
    voices.clear();
  }

  /** What the answer is worth, as far as it came. */
  Said said() {
    return new Said(label, active.found(), rule);
  }
}
