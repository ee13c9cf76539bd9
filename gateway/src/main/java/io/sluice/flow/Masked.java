package io.sluice.flow;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Request;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as a provider gets it: which parts of which segments are replaced, and what the
 * placeholders stand for. Made by {@link Masks} alone. Immutable.
 */
public final class Masked {
  /** A range of characters of a segment's text, and what stands there instead. */
  record Change(Span span, String replacement) {}

  /** What the placeholders stand for, by token, and how many values of each category there are. */
  record Book(Map<String, Placeholder> placeholders, Map<String, Integer> counts) {
    Book {
      placeholders = Map.copyOf(placeholders);
      counts = Map.copyOf(counts);
    }
  }

  private final List<Segment> segments;
  private final Categories categories;
  private final Map<Integer, List<Change>> changes;
  private final Book book;
  private final Map<Segment, Segment> replaced = new HashMap<>();

  Masked(Request request, Categories categories, Map<Integer, List<Change>> changes, Book book) {
    segments = request.segments();
    this.categories = categories;
    this.changes = Map.copyOf(changes);
    this.book = book;
    changes.forEach(
        (index, here) -> {
          Segment was = segments.get(index);
          replaced.put(
              was, new Segment(was.source(), apply(was.text(), here), was.span(), was.coding()));
        });
  }

  static Masked nothing(Request request) {
    return new Masked(request, Categories.NONE, Map.of(), new Book(Map.of(), Map.of()));
  }

  private static String apply(String text, List<Change> changes) {
    var out = new StringBuilder(text.length() + 16 * changes.size());
    int from = 0;
    for (Change change : changes) {
      out.append(text, from, change.span().start()).append(change.replacement());
      from = change.span().end();
    }
    return out.append(text, from, text.length()).toString();
  }

  /** True if nothing is replaced. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The categories of which nothing is left; none if nothing is replaced. */
  public Categories categories() {
    return categories;
  }

  /** The text of one segment as the provider gets it. */
  public String text(int index) {
    return segment(segments.get(index)).text();
  }

  /** A segment as the provider gets it; the same one where nothing in it is replaced. */
  public Segment segment(Segment segment) {
    return replaced.isEmpty() ? segment : replaced.getOrDefault(segment, segment);
  }

  /**
   * What changes in the caller's own bytes, sorted, for a provider of the same format.
   *
   * @param body the body that the request was read from
   */
  public List<Splice> splices(Bytes body) {
    if (changes.isEmpty()) {
      return List.of();
    }
    var splices = new ArrayList<Splice>();
    for (int i = 0; i < segments.size(); i++) {
      List<Change> here = changes.get(i);
      if (here != null && !segments.get(i).span().equals(Span.NONE)) {
        splice(segments.get(i), here, new Splicing(body, splices));
      }
    }
    splices.sort((one, other) -> Integer.compare(one.span().start(), other.span().start()));
    return List.copyOf(splices);
  }

  private record Splicing(Bytes body, List<Splice> splices) {}

  private void splice(Segment segment, List<Change> changes, Splicing into) {
    boolean string = segment.coding() == Coding.STRING;
    var positions = new int[changes.size() * 2];
    for (int i = 0; i < changes.size(); i++) {
      positions[2 * i] = changes.get(i).span().start();
      positions[2 * i + 1] = changes.get(i).span().end();
    }
    int[] offsets = Offsets.of(into.body.slice(segment.span()), string, positions);
    int start = segment.span().start();
    for (int i = 0; i < changes.size(); i++) {
      String replacement = changes.get(i).replacement();
      into.splices.add(
          new Splice(
              new Span(start + offsets[2 * i], start + offsets[2 * i + 1]),
              string ? JsonWriter.escaped(replacement) : Bytes.utf8(replacement)));
    }
  }

  /** What puts the values back in one answer to this request. */
  public Restoration restoration() {
    return new Restoration(book);
  }
}
