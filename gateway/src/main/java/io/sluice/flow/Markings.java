package io.sluice.flow;

import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parts {@code segments:} and {@code user_text:} of the configuration: where other people's
 * words lie in what looks like a principal's own. Pure.
 *
 * @param marks how pasted text is marked
 * @param mixed where all but the last paragraph of a user's message is text that was put together
 */
public record Markings(List<Mark> marks, List<Scope> mixed) {
  /** Nothing is marked. */
  public static final Markings NONE = new Markings(List.of(), List.of());

  /** How the marked stretches are named where their origin is told. */
  public static final String ORIGIN = "marked";

  private static final List<Origin> ORIGINS = List.of(new Origin("", ORIGIN));
  private static final Label PUT_TOGETHER =
      new Label(Integrity.INTERNAL, Level.PUBLIC, Label.BOTTOM.categories());
  private static final Pattern PARAGRAPH = Pattern.compile("\\R\\h*\\R\\s*");

  public Markings {
    marks = List.copyOf(marks);
    mixed = List.copyOf(mixed);
  }

  /** Which application says something, and to which route. */
  record Place(String app, String route) {}

  /** For whom it holds; an empty set stands for all. */
  public record Scope(Set<String> apps, Set<String> routes) {
    /** For everybody. */
    public static final Scope ALL = new Scope(Set.of(), Set.of());

    public Scope {
      apps = Set.copyOf(apps);
      routes = Set.copyOf(routes);
    }

    private boolean covers(Place place) {
      return (apps.isEmpty() || apps.contains(place.app()))
          && (routes.isEmpty() || routes.contains(place.route()));
    }
  }

  /**
   * One pair of marks, and what stands between them is worth.
   *
   * @param open what begins it, not empty
   * @param close what ends it, not empty
   */
  public record Mark(String open, String close, Label label, Scope scope) {
    public Mark {
      if (open.isEmpty() || close.isEmpty()) {
        throw new IllegalArgumentException("a mark is not empty");
      }
    }

    /**
     * From the first opening mark to the last closing one: whoever wrote what stands between cannot
     * end it early, because the application's own mark comes after. One that is not closed reaches
     * to the end.
     */
    private void find(String text, List<Stretch> into) {
      int start = text.indexOf(open);
      if (start >= 0) {
        int last = text.lastIndexOf(close);
        int end = last >= start + open.length() ? last + close.length() : text.length();
        into.add(new Stretch(new Span(start, end), label, ORIGINS));
      }
    }
  }

  /** What of one message is somebody else's, in order, apart. */
  List<Stretch> find(String text, boolean user, Place place) {
    if (marks.isEmpty() && mixed.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<Stretch>(1);
    for (Mark mark : marks) {
      if (mark.scope().covers(place)) {
        mark.find(text, found);
      }
    }
    if (user && mixed.stream().anyMatch(scope -> scope.covers(place))) {
      int last = lastParagraph(text);
      if (last > 0) {
        found.add(new Stretch(new Span(0, last), PUT_TOGETHER, ORIGINS));
      }
    }
    var marks = new Marks();
    found.forEach(marks::add);
    return marks.isEmpty() ? List.of() : marks.apart();
  }

  /** Where the last paragraph begins; 0: there is only one. */
  private static int lastParagraph(String text) {
    var breaks = PARAGRAPH.matcher(text.stripTrailing());
    int at = 0;
    while (breaks.find()) {
      at = breaks.end();
    }
    return at;
  }
}
