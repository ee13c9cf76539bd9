package io.sluice.pipeline;

import io.sluice.inspect.Inspector;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Finding;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the arguments of one tool call, once they are complete: they are JSON, and a string of
 * it may be written in many ways. Confined to one loop.
 */
final class ArgumentScreening {
  private final Inspector inspector;
  private final Screening.Rules rules;
  private final StringBuilder arguments = new StringBuilder();

  ArgumentScreening(Inspector inspector, Screening.Rules rules) {
    this.inspector = inspector;
    this.rules = rules;
  }

  /** Takes a piece; why no more is taken, or null. */
  @Nullable Fault add(String fragment) {
    arguments.append(fragment);
    return arguments.length() > Calls.MOST_CHARS
        ? Fault.of(Code.CONTENT_BLOCKED, "a tool call's arguments are too long to be looked at")
        : null;
  }

  /** They are complete: what may be said of them. */
  String finish() {
    String text = arguments.toString();
    arguments.setLength(0);
    var masks = new ArrayList<Finding>();
    for (Finding one : met(text)) {
      if (rules.acts().met(one.type())) {
        masks.add(one);
      }
    }
    return masks.isEmpty() ? text : masked(text, masks);
  }

  private List<Finding> met(String text) {
    var all = new ArrayList<Finding>();
    List<Finding> own = rules.set().find(text, true, () -> false);
    if (own != null) {
      all.addAll(own);
    }
    if (rules.wantDetectors()) {
      all.addAll(rules.set().by(inspector.scanJson(text).bySegment().getFirst()));
    }
    all.sort(Comparator.comparingInt(finding -> finding.span().start()));
    return all;
  }

  /** Inside a string a rule's name stands for what it found; elsewhere nothing could. */
  private String masked(String text, List<Finding> masks) {
    var out = new StringBuilder(text.length());
    var place = new Place(text);
    int at = 0;
    for (Finding mask : masks) {
      Span span = mask.span();
      if (!place.insideString(span)) {
        rules.acts().block(mask.type());
        return "";
      }
      if (span.start() >= at) {
        out.append(text, at, span.start()).append('[').append(mask.type()).append(']');
      }
      at = Math.max(at, span.end());
    }
    return out.append(text, at, text.length()).toString();
  }

  /** Tells strings from the rest of a JSON text, from its beginning on. */
  private static final class Place {
    private final String json;
    private int read;
    private boolean inside;

    Place(String json) {
      this.json = json;
    }

    /** True if all of {@code span} is in one string; spans are asked about in order. */
    boolean insideString(Span span) {
      for (; read < span.start(); read++) {
        char c = json.charAt(read);
        if (c == '"') {
          inside = !inside;
        } else if (c == '\\') {
          read++;
        }
      }
      for (int i = read; i < span.end(); i++) {
        char c = json.charAt(i);
        if (c == '"') {
          return false;
        } else if (c == '\\') {
          i++;
        }
      }
      return inside;
    }
  }
}
