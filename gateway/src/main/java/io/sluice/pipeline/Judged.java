package io.sluice.pipeline;

import io.sluice.flow.Declared;
import io.sluice.inspect.Inspector;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Exposure;
import io.sluice.model.Fault;
import io.sluice.model.Findings;
import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Provenance;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import io.sluice.model.Stop;
import io.sluice.model.Traced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has an answer judged by whom content rules name, whole, before any of it is released. Used by the
 * story's thread while the answer's loop waits for it, and by the loop afterwards.
 */
final class Judged implements Passage.Judge {
  private final Undertaking work;
  private final Gate gate;
  private final Means means;
  private final List<CheckRule> due;
  private final Passage.@Nullable Judge next;
  private final Map<Long, List<Cut.Place>> masks = new TreeMap<>();
  private @Nullable Cut cut;

  /** What it is judged with. */
  record Means(Checks checks, Inspector inspector) {}

  private Judged(Undertaking work, Gate gate, Means means, Passage.@Nullable Judge next) {
    this.work = work;
    this.gate = gate;
    this.means = means;
    this.due = work.content().snapshot().labels().content().checksOut(gate.acts());
    this.next = next;
  }

  /** Who is asked about an answer: {@code next} alone, or this before it. */
  static Passage.@Nullable Judge judge(
      Undertaking work, Gate gate, Means means, Passage.@Nullable Judge next) {
    boolean none = work.content().snapshot().labels().content().checksOut(gate.acts()).isEmpty();
    return none || work.content().shadow() ? next : new Judged(work, gate, means, next);
  }

  @Override
  public boolean whole() {
    return true;
  }

  @Override
  public List<Event> redacted(List<Event> said) {
    Cut masked = cut;
    return masked == null ? said : masked.of(said);
  }

  /** An error while asking is a no. */
  @Override
  public @Nullable Fault judge(List<Calls.Call> calls, Transcript answer) {
    try {
      return judged(calls, answer);
    } catch (Stop stop) {
      return stop.fault();
    } catch (RuntimeException bug) {
      return Fault.of(Code.POLICY_DENIED, "nobody could be asked about the answer");
    }
  }

  private @Nullable Fault judged(List<Calls.Call> calls, Transcript answer) {
    var texts = Texts.of(answer, this);
    for (CheckRule rule : due) {
      if (answer.isEmpty() || !texts.all.isEmpty()) { // empty: too long to be taken down
        take(rule, texts, answer.isEmpty() ? null : ask(rule, texts));
      }
    }
    cut = masks.isEmpty() ? null : new Cut(masks);
    Fault blocked = gate.acts().blocked();
    if (blocked != null || next == null) {
      return blocked;
    }
    return next.judge(calls, masks.isEmpty() ? answer : answer.saying(new Cut(masks)::of));
  }

  private Checker.Told ask(CheckRule rule, Texts texts) {
    var lifeline = work.caller().lifeline();
    var matter = new Checker.Matter(work.content(), texts.exposure, lifeline);
    return means.checks().ask(rule, matter, texts.all, means.checks().until(rule));
  }

  private void take(CheckRule rule, Texts texts, Checker.@Nullable Told told) {
    if (told != null) {
      gate.judged(told.asked());
    }
    if (told == null || told.failed()) {
      gate.missed(rule.rule());
      if (!rule.passing()) {
        met(rule.rule());
      }
      return;
    }
    for (int i = 0; i < told.found().size(); i++) {
      for (Span span : told.found().get(i)) {
        if (texts.all.get(i).segment().json()) {
          met(rule.rule());
        } else if (gate.acts().met(rule.rule())) {
          var place = new Cut.Place(span, rule.rule());
          masks.computeIfAbsent(texts.voices.get(i), _ -> new ArrayList<>()).add(place);
        }
      }
    }
  }

  /** What cannot be cut out stops the answer. */
  private void met(String rule) {
    if (gate.acts().met(rule)) {
      gate.acts().block(rule);
    }
  }

  /** What an answer says: its texts, its reasoning, the arguments of its calls. */
  private record Texts(List<Long> voices, List<Checker.Text> all, Exposure exposure) {
    static Texts of(Transcript answer, Judged judged) {
      var said = new LinkedHashMap<Long, StringBuilder>();
      for (Transcript.Piece piece : answer.pieces()) {
        for (Event event : piece.said()) {
          Taking.take(
              event,
              (text, voice) -> said.computeIfAbsent(voice, _ -> new StringBuilder()).append(text));
        }
      }
      var voices = new ArrayList<Long>();
      var texts = new ArrayList<Checker.Text>();
      said.forEach(
          (voice, text) -> {
            if (!text.toString().isBlank()) {
              voices.add(voice);
              texts.add(judged.text(voice, text.toString()));
            }
          });
      return new Texts(voices, texts, judged.exposure(texts));
    }
  }

  private Checker.Text text(long voice, String text) {
    boolean arguments = voice >= 0 && (int) voice != 0;
    var segment =
        new Segment(
            arguments ? Source.TOOL_CALL : Source.ASSISTANT, text, Span.NONE, Coding.STRING);
    var findings = arguments ? means.inspector().scanJson(text) : means.inspector().scan(text);
    var origin = new Origin(work.decided().exchange().value(), Tap.segment(voice));
    return new Checker.Text(segment, findings.bySegment().getFirst(), label(text), origin);
  }

  /** What is known of a text of the answer, as far as its route enforces that. */
  private Label label(String text) {
    var content = work.content();
    Label base = content.facts().exposure().base();
    return switch (content.mode()) {
      case OBSERVE -> base;
      case BALANCED -> base.join(gate.known(text));
      case STRICT -> base.join(content.seen());
    };
  }

  private Exposure exposure(List<Checker.Text> texts) {
    var content = work.content();
    var findings = texts.stream().map(Checker.Text::findings).toList();
    var traced =
        texts.stream().map(text -> new Traced(text.label(), List.of(), List.of(), false)).toList();
    return content
        .snapshot()
        .labels()
        .labeller()
        .label(
            content.facts().principal(),
            new Provenance(traced),
            new Findings(findings, List.of()),
            Declared.NONE);
  }
}
