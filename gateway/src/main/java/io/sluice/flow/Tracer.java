package io.sluice.flow;

import io.sluice.flow.Lineage.Party;
import io.sluice.flow.Lineage.Voice;
import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Principal;
import io.sluice.model.Provenance;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import io.sluice.model.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says where each segment of a request comes from, and what in it is known again. A segment's own
 * label is that of its source; what lineage recognises is said of its stretch alone, so that a
 * quotation does not taint the words around it. Thread-safe.
 */
public final class Tracer {
  /** How pieces of an answer are named as origins. */
  private static final List<String> ANSWERED = List.of("answer", "arguments", "reasoning");

  private static final List<Origin> RELEASED = List.of(new Origin("", Declassifier.RELEASE));

  private final FlowSettings settings;
  private final ToolPolicies tools;
  private final Lineage lineage;

  /** By these settings, with what {@code lineage} knows. */
  public Tracer(FlowSettings settings, ToolPolicies tools, Lineage lineage) {
    this.settings = settings;
    this.tools = tools;
    this.lineage = lineage;
  }

  /** What content is known again by. */
  public Lineage lineage() {
    return lineage;
  }

  /**
   * Who says it, and where.
   *
   * @param route the name that was asked for
   */
  public record Speaker(Principal principal, Declared declared, String route) {
    /** What the speaker's own words are worth. */
    Label own() {
      var grants = principal.grants();
      return new Label(grants.integrity(), grants.level(), Categories.NONE).join(declared.label());
    }

    private String session() {
      return principal.delegation().session();
    }

    /** Through whom it passes; a key without an application is one of its own. */
    Party party() {
      return Tracer.party(principal);
    }

    private Markings.Place place() {
      return new Markings.Place(principal.affiliation().app(), route);
    }
  }

  /** Through whom passes what {@code principal} sends; a key without an application is its own. */
  public static Party party(Principal principal) {
    String app = principal.affiliation().app();
    return new Party(principal.tenant(), app.isEmpty() ? principal.id() : app);
  }

  /** Where the content of {@code request} comes from, segment by segment. */
  public Provenance trace(Speaker speaker, Request request) {
    String tenant = speaker.party().tenant();
    var turns =
        ToolTurns.of(
            request, tools, (name, label) -> lineage.released(tenant, Release.TOOL + name, label));
    var bySegment = new ArrayList<Traced>(request.segments().size());
    for (Segment segment : request.segments()) {
      bySegment.add(traced(speaker, segment, turns));
    }
    return new Provenance(bySegment);
  }

  /** The same in its session, if it is in one: from now on that has seen it. */
  public Provenance marked(Speaker speaker, Provenance provenance, String exchange) {
    String session = speaker.session();
    return session.isEmpty()
        ? provenance
        : new Provenance(
            provenance.bySegment(),
            lineage.session(speaker.party(), session, provenance.context(), exchange));
  }

  /**
   * From now on every segment whose label is not what anybody's words are worth is known again.
   *
   * @param exchange its id
   */
  public void learn(Speaker speaker, Request request, Provenance provenance, String exchange) {
    var usual = new Label(Integrity.USER, settings.defaultLevel(), Categories.NONE);
    for (int i = 0; i < provenance.bySegment().size(); i++) {
      Traced traced = provenance.bySegment().get(i);
      Segment segment = request.segments().get(i);
      var origin = new Origin(exchange, word(segment.source()) + ":" + i);
      if (!traced.own().flowsTo(usual)) {
        lineage.learn(speaker.party(), segment.text(), traced.own(), origin);
      } else if (segment.source() == Source.USER) {
        meets(speaker, segment.text(), traced.foreign());
      }
      for (Stretch stretch : traced.marked()) {
        if (!stretch.label().flowsTo(usual)) {
          String text = stretch.span().of(segment.text());
          lineage.learn(speaker.party(), text, stretch.label(), origin);
        }
      }
    }
  }

  /** The values in what is the speaker's own of a message. */
  private void meets(Speaker speaker, String text, List<Stretch> foreign) {
    int from = 0;
    for (Stretch stretch : foreign) {
      if (stretch.span().start() > from) {
        lineage.meets(speaker.party(), text.substring(from, stretch.span().start()));
      }
      from = Math.max(from, stretch.span().end());
    }
    if (from < text.length()) {
      lineage.meets(speaker.party(), text.substring(from));
    }
  }

  private Traced traced(Speaker speaker, Segment segment, ToolTurns turns) {
    Source source = segment.source();
    String text = segment.text();
    Label system = source == Source.SYSTEM ? system(speaker, text) : speaker.own();
    var known = lineage.look(speaker.party(), text, voice(source, system));
    Label declared = speaker.declared().label();
    Label label =
        switch (source) {
          case SYSTEM -> system;
          case USER, TOOL_DEFINITION -> speaker.own();
          case TOOL_RESULT -> turns.result(segment).join(declared);
          case ASSISTANT, TOOL_CALL ->
              known.whole() == null ? speaker.own() : known.whole().join(declared);
        };
    if (source == Source.TOOL_CALL) {
      turns.recognised(segment, echo(known.stretches()));
    }
    boolean user = source == Source.USER;
    boolean own = user || source == Source.SYSTEM;
    var stated = own ? settings.markings().find(text, user, speaker.place()) : List.<Stretch>of();
    var marked = both(stated, lineage.registered(speaker.party(), text));
    if (source == Source.TOOL_RESULT && turns.released(segment)) {
      marked =
          both(marked, List.of(new Stretch(new Span(0, text.length()), Label.BOTTOM, RELEASED)));
    }
    boolean said = source == Source.ASSISTANT && known.whole() != null;
    boolean low = label.level().within(Level.INTERNAL);
    var worst = low ? Level.PUBLIC : Level.RESTRICTED;
    return new Traced(label, marked, known.stretches(text, worst), said);
  }

  private static List<Stretch> both(List<Stretch> stated, List<Stretch> registered) {
    if (stated.isEmpty() || registered.isEmpty()) {
      return stated.isEmpty() ? registered : stated;
    }
    var marks = new Marks();
    stated.forEach(marks::add);
    registered.forEach(marks::add);
    return marks.apart();
  }

  private static Voice voice(Source source, Label system) {
    if (source == Source.SYSTEM && system.integrity() == Integrity.OPERATOR) {
      return Voice.OPERATOR;
    }
    return source == Source.USER || source == Source.SYSTEM ? Voice.OWN : Voice.ANY;
  }

  /** A system prompt that this application said here before is the operator's. */
  private Label system(Speaker speaker, String text) {
    Label own = speaker.own();
    if (own.integrity().compareTo(Integrity.USER) < 0) {
      return own;
    }
    String place = speaker.principal().affiliation().app() + '\0' + speaker.route();
    boolean pinned = lineage.pinned(speaker.party().tenant(), place, text);
    return own.trusted(pinned ? Integrity.OPERATOR : Integrity.USER);
  }

  /** What in a call's arguments is from elsewhere than a model's own words. */
  private static Label echo(List<Stretch> stretches) {
    var label = Label.BOTTOM;
    for (Stretch stretch : stretches) {
      if (!stretch.origins().stream().allMatch(Tracer::answered)) {
        label = label.join(stretch.label());
      }
    }
    return label;
  }

  /** True for a piece of what a model said. */
  public static boolean answered(Origin origin) {
    return ANSWERED.stream().anyMatch(origin.segment()::startsWith);
  }

  /** How a source is named in origins and in the record. */
  public static String word(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }
}
