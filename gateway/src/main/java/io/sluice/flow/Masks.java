package io.sluice.flow;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Principal;
import io.sluice.model.Request;
import io.sluice.model.Secret;
import io.sluice.model.Segment;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Replaces values by placeholders toward a provider. Placeholders are derived from the principal
 * and the value, and rebuilt from each request: the same value is the same placeholder in every
 * turn, and nothing is stored. Thread-safe.
 */
public final class Masks {
  private final Secret key;
  private final FlowSettings settings;

  /** With a key of this installation, at least 32 random bytes that outlive restarts. */
  public Masks(Secret key, FlowSettings settings) {
    this.key = key;
    this.settings = settings;
  }

  /**
   * What a provider gets in the place of a request.
   *
   * @param findings what the inspector saw in this same request
   * @param mask categories, or types, of which every finding is replaced
   */
  public Masked plan(Principal principal, Request request, Findings findings, Categories mask) {
    var types = types(findings, mask);
    if (types.isEmpty()) {
      return Masked.nothing(request);
    }
    List<Segment> segments = request.segments();
    var tokens = new Tokens(key, principal, literals(segments, types.keySet()));
    var changes = new HashMap<Integer, List<Masked.Change>>();
    var counts = new TreeMap<String, Integer>();
    for (int i = 0; i < findings.bySegment().size(); i++) {
      var places = new Places(segments.get(i));
      var here = new ArrayList<Masked.Change>();
      for (Finding finding : apart(findings.bySegment().get(i), types.keySet())) {
        String category = types.getOrDefault(finding.type(), "");
        Span span = places.of(finding);
        String token = tokens.of(finding.type(), category, places.value(span)).token();
        here.add(new Masked.Change(span, places.bare() ? '"' + token + '"' : token));
        counts.merge(category, 1, Integer::sum);
      }
      if (!here.isEmpty()) {
        changes.put(i, here);
      }
    }
    return new Masked(request, mask, changes, new Masked.Book(tokens.all(), counts));
  }

  /** Findings of these types; where some overlap, one over all of them, of the longest's type. */
  private static List<Finding> apart(List<Finding> findings, Set<String> types) {
    var apart = new ArrayList<Finding>(findings.size());
    int longest = 0;
    for (Finding next : findings) {
      if (!types.contains(next.type())) {
        continue;
      }
      Finding last = apart.isEmpty() ? null : apart.getLast();
      if (last == null || next.span().start() >= last.span().end()) {
        apart.add(next);
        longest = next.span().length();
        continue;
      }
      int end = Math.max(last.span().end(), next.span().end());
      String type = next.span().length() > longest ? next.type() : last.type();
      longest = Math.max(longest, next.span().length());
      apart.set(apart.size() - 1, new Finding(type, new Span(last.span().start(), end)));
    }
    return apart;
  }

  /** The types found that must be masked, each with the category it is masked for. */
  private Map<String, String> types(Findings findings, Categories mask) {
    if (mask.isEmpty()) {
      return Map.of();
    }
    var types = new HashMap<String, String>();
    for (List<Finding> segment : findings.bySegment()) {
      for (Finding finding : segment) {
        String type = finding.type();
        for (String category : settings.meaning(type).categories().names()) {
          if (mask.contains(category)) {
            types.putIfAbsent(type, category);
          }
        }
        if (mask.contains(type)) {
          types.putIfAbsent(type, type);
        }
      }
    }
    return types;
  }

  /** What looks like a token of these types in the texts as they came. */
  private static Set<String> literals(List<Segment> segments, Set<String> types) {
    var literals = new HashSet<String>();
    for (String type : new TreeSet<>(types)) {
      String stem = Tokens.stem(type);
      int length = Tokens.length(stem);
      for (Segment segment : segments) {
        String text = segment.text();
        for (int at = text.indexOf(stem); at >= 0; at = text.indexOf(stem, at + 1)) {
          if (at + length <= text.length()) {
            literals.add(text.substring(at, at + length));
          }
        }
      }
    }
    return literals;
  }

  /** Where the findings of one segment lie, taken in their order; in JSON a number needs quotes. */
  private static final class Places {
    private final String text;
    private final boolean json;
    private int read;
    private boolean inString;

    Places(Segment segment) {
      text = segment.text();
      json = segment.json();
    }

    Span of(Finding finding) {
      int start = finding.span().start();
      if (json) {
        for (; read < start; read++) {
          char c = text.charAt(read);
          if (c == '"') {
            inString = !inString;
          } else if (c == '\\') {
            read++;
          }
        }
        if (bare() && start > 0 && text.charAt(start - 1) == '-') {
          start--;
        }
      }
      return new Span(start, finding.span().end());
    }

    /** The value that stands there: in JSON, what the string says and not how it is written. */
    String value(Span span) {
      String written = text.substring(span.start(), span.end());
      if (!json || written.indexOf('\\') < 0) {
        return written;
      }
      try {
        var string = Json.parse(Bytes.utf8('"' + written + '"'), JsonLimits.DEFAULT);
        return string.string().orElse(written);
      } catch (JsonException notJson) {
        return written;
      }
    }

    /** True if the last finding stands outside any string of a JSON text. */
    boolean bare() {
      return json && !inString;
    }
  }
}
