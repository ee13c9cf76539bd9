package io.sluice.pipeline;

import io.sluice.audit.Closing.Masked;
import io.sluice.audit.Closing.Said;
import io.sluice.audit.Scans;
import io.sluice.flow.LinkGuard;
import io.sluice.flow.Restoration;
import io.sluice.flow.Restorer;
import io.sluice.flow.RunGuard;
import io.sluice.flow.Tally;
import io.sluice.inspect.Inspector;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Label;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The release gate over one answer: it looks at what the model says, holds back what may still
 * become a forbidden value where one is forbidden, and puts masked values back for the caller.
 * Confined to one loop.
 */
public final class Gate {
  private final Inspector inspector;
  private final Restoration restoration;
  private final Guards guards;
  private final Set<String> forbidden;
  private final Tap tap;
  private final Map<Integer, Voice> voices = new HashMap<>(2);
  private final Map<Long, Arguments> arguments = new HashMap<>(0);
  private final Set<String> missed = new TreeSet<>();
  private final List<Scans.Asked> asked = new ArrayList<>(0);
  private final Acts acts;
  private final Screening.Rules rules;
  private @Nullable Screening reasoning;
  private @Nullable Fault blocked;

  /**
   * A gate for one answer.
   *
   * @param guards what its text is held back for
   * @param tap learns what is released
   */
  Gate(Inspector inspector, Restoration restoration, Guards guards, Tap tap) {
    this.acts = new Acts(guards.due(), tap::found);
    this.rules = new Screening.Rules(guards.rules(), acts);
    this.inspector = inspector;
    this.restoration = restoration;
    this.guards = guards;
    this.forbidden = guards.forbidden();
    this.tap = tap;
  }

  /** The text of one choice on its way. */
  private final class Voice {
    final Screening screening = screening();
    final Restorer restorer = restoration.text();
    final @Nullable RunGuard runs = guards.runs();
    final @Nullable LinkGuard links = guards.links();

    String say(String text) {
      String ready = screening.feed(text);
      String restored = restorer.feed(runs == null ? ready : seen(runs, runs.feed(ready)));
      return links == null ? restored : links.feed(restored);
    }

    private String seen(RunGuard guard, String out) {
      if (guard.hit() && blocked == null) {
        blocked = guards.above();
      }
      return out;
    }

    String finish() {
      String rest = screening.finish();
      missed.addAll(screening.notScanned());
      if (runs != null) {
        rest = seen(runs, runs.feed(rest) + runs.finish());
      }
      String restored = restorer.feed(rest) + restorer.finish();
      restored = links == null ? restored : links.feed(restored) + links.finish();
      return blocked() == null ? restored : "";
    }
  }

  private Screening screening() {
    return new Screening(inspector.stream(), this::judge, rules, !forbidden.isEmpty());
  }

  /** The arguments of one tool call on their way. */
  private final class Arguments {
    final Restorer restorer = restoration.arguments();
    final @Nullable ArgumentScreening screening =
        acts.none() ? null : new ArgumentScreening(inspector, rules);

    String feed(String fragment) {
      if (screening == null) {
        return restorer.feed(fragment);
      }
      Fault tooLong = screening.add(fragment);
      blocked = blocked == null ? tooLong : blocked;
      return "";
    }

    String finish() {
      String rest = screening == null ? "" : restorer.feed(screening.finish());
      return rest + restorer.finish();
    }
  }

  /** What may be said of {@code events}; the same list if all of it, and unchanged. */
  public List<Event> pass(List<Event> events) {
    List<Event> out = null;
    for (int i = 0; i < events.size() && blocked() == null; i++) {
      Event event = events.get(i);
      List<Event> said = one(event);
      boolean same = said.size() == 1 && said.getFirst().equals(event);
      if (!same && out == null) {
        out = new ArrayList<>(events.subList(0, i));
      }
      if (out != null) {
        out.addAll(said);
      }
    }
    List<Event> said = out == null ? events : out;
    if (blocked() == null) {
      tap.released(said);
    }
    return said;
  }

  /** Why the answer must stop; null while it may go on. */
  public @Nullable Fault blocked() {
    return blocked == null ? acts.blocked() : blocked;
  }

  /** What content rules did with it. */
  Acts acts() {
    return acts;
  }

  /** Somebody was asked about it; while that is waited for nothing else happens to it. */
  void judged(List<Scans.Asked> who) {
    asked.addAll(who);
  }

  /** What is recognised in a text of it. */
  Label known(String text) {
    return guards.label(text);
  }

  /** Nobody could say whether it holds what that rule looks for, and it goes on. */
  void missed(String rule) {
    missed.add(rule);
  }

  /** Reasoning that is held back goes before whatever follows it. */
  private List<Event> one(Event event) {
    if (reasoning == null || event instanceof Event.Thinking) {
      return said(event);
    }
    String rest = reasoning.finish();
    reasoning = null;
    if (rest.isEmpty()) {
      return said(event);
    }
    var out = new ArrayList<Event>(2);
    out.add(new Event.Thinking(rest));
    out.addAll(said(event));
    return out;
  }

  private List<Event> said(Event event) {
    return switch (event) {
      case Event.Text(int choice, String text, Span span) -> text(choice, text, span);
      case Event.ToolArguments(int choice, int index, String fragment, Span span) -> {
        String restored = argument(choice, index).feed(fragment);
        yield restored.isEmpty()
            ? List.of()
            : List.of(new Event.ToolArguments(choice, index, restored, span));
      }
      case Event.ToolEnded(int choice, int index) -> ended(choice, index, event);
      case Event.TextEnded(int choice) -> flushed(choice, event);
      case Event.Finished(int choice, var _, var _) -> flushed(choice, event);
      case Event.ToolStarted(int choice, var _, var _, var _) -> flushed(choice, event);
      case Event.Ended _ -> flushed(event);
      case Event.Thinking(String text) -> {
        missed.add("reasoning");
        yield thought(text, event);
      }
      case Event.Refusal _ -> {
        missed.add("reasoning");
        yield List.of(event);
      }
      case Event.Started _,
          Event.Signature _,
          Event.Sealed _,
          Event.Vector _,
          Event.Counted _,
          Event.Used _,
          Event.Failed _,
          Event.Unknown _ ->
          List.of(event);
    };
  }

  private List<Event> text(int choice, String text, Span span) {
    String said = voices.computeIfAbsent(choice, _ -> new Voice()).say(text);
    return said.isEmpty() ? List.of() : List.of(new Event.Text(choice, said, span));
  }

  /** Reasoning is looked at for content rules only; placeholders in it stay. */
  private List<Event> thought(String text, Event event) {
    if (acts.none()) {
      return List.of(event);
    }
    reasoning = reasoning == null ? screening() : reasoning;
    String ready = reasoning.feed(text);
    if (ready.equals(text)) {
      return List.of(event);
    }
    return ready.isEmpty() ? List.of() : List.of(new Event.Thinking(ready));
  }

  private Arguments argument(int choice, int index) {
    long key = (long) choice << 32 | index;
    return arguments.computeIfAbsent(key, _ -> new Arguments());
  }

  private List<Event> ended(int choice, int index, Event event) {
    String rest = argument(choice, index).finish();
    return rest.isEmpty()
        ? List.of(event)
        : List.of(new Event.ToolArguments(choice, index, rest, Span.NONE), event);
  }

  private List<Event> flushed(int choice, Event event) {
    Voice voice = voices.get(choice);
    String rest = voice == null ? "" : voice.finish();
    return rest.isEmpty()
        ? List.of(event)
        : List.of(new Event.Text(choice, rest, Span.NONE), event);
  }

  private List<Event> flushed(Event event) {
    var out = new ArrayList<Event>(2);
    voices.forEach(
        (choice, voice) -> {
          String rest = voice.finish();
          if (!rest.isEmpty()) {
            out.add(new Event.Text(choice, rest, Span.NONE));
          }
        });
    out.add(event);
    return out;
  }

  private void judge(String type) {
    tap.found(type);
    if (forbidden.contains(type) && blocked == null) {
      blocked =
          Fault.of(
              Code.CONTENT_BLOCKED,
              "the answer held a value of type '" + type + "' that this key may not get");
    }
  }

  /** Which detectors looked at the answer, and what was not looked at. */
  Scans scans() {
    if (!guards.checked()) {
      missed.add("release");
    }
    List<String> run = voices.isEmpty() ? List.of() : Inspector.TYPES_IN_STREAMS;
    return new Scans(run, List.copyOf(missed), asked);
  }

  /** Why stricter modes would not have released it as it is; empty: they would, or one did. */
  List<String> would() {
    return tap.would();
  }

  /** What the answer is worth, as far as it came. */
  Said said() {
    return tap.said();
  }

  /** True if something was taken out of the answer. */
  boolean redacted() {
    return guards.withheld() > 0 || acts.masked();
  }

  /** How often values were masked and put back. */
  List<Masked> masked() {
    var out = new ArrayList<Masked>();
    for (Tally tally : restoration.tallies()) {
      out.add(new Masked(tally.category(), tally.masked(), tally.restored()));
    }
    return out;
  }
}
