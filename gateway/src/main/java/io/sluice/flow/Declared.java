package io.sluice.flow;

import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Readers;
import io.sluice.model.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the caller says of its own content, in the header {@code x-sluice-labels:
 * level[;category,...][;integrity][;readers=name,...]}. It is joined with what is known otherwise,
 * so it can only make the label stricter.
 */
public record Declared(Label label) {
  /** The caller says nothing. */
  public static final Declared NONE = new Declared(Label.BOTTOM);

  private static final String HEADER = "x-sluice-labels";
  private static final String READERS = ";readers=";
  private static final int MAX_CHARS = 1_024;
  private static final int SHOWN_CHARS = 40;

  /**
   * What all headers of that name say together.
   *
   * @throws Stop with INVALID_REQUEST naming the word, if one is unknown
   */
  public static Declared of(Headers headers, FlowSettings settings) {
    var label = Label.BOTTOM;
    for (Headers.Header field : headers.fields()) {
      if (field.name().equalsIgnoreCase(HEADER)) {
        label = label.join(parse(field.value(), settings).label);
      }
    }
    return label.equals(Label.BOTTOM) ? NONE : new Declared(label);
  }

  /**
   * What one header's value says.
   *
   * @throws Stop with INVALID_REQUEST naming the word, if one is unknown
   */
  public static Declared parse(String value, FlowSettings settings) {
    if (value.length() > MAX_CHARS) {
      throw refused("longer than " + MAX_CHARS + " characters");
    }
    int named = value.toLowerCase(Locale.ROOT).lastIndexOf(READERS);
    var readers = named < 0 ? Readers.EVERYONE : readers(value.substring(named + READERS.length()));
    String rest = named < 0 ? value : value.substring(0, named);
    String[] parts = rest.toLowerCase(Locale.ROOT).split(";", -1);
    if (parts.length > 3) {
      throw refused("more than level, categories, integrity and readers");
    }
    String word = parts[0].strip();
    Level level = Level.of(word).orElseThrow(() -> refused("unknown level " + quoted(word)));
    var integrity = Integrity.OPERATOR;
    var categories = Categories.NONE;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      var said = Integrity.of(part);
      if (said.isPresent() && i == parts.length - 1) {
        integrity = said.get();
      } else if (i == 1 && !part.isEmpty()) {
        categories = categories(part, settings);
      } else if (!part.isEmpty()) {
        throw refused("unknown integrity " + quoted(part));
      }
    }
    return new Declared(new Label(integrity, level, categories, readers));
  }

  private static Readers readers(String part) {
    return Readers.of(part)
        .orElseThrow(() -> refused("not names of readers " + quoted(part.strip())));
  }

  private static Categories categories(String part, FlowSettings settings) {
    List<String> names = new ArrayList<>();
    for (String name : part.split(",", -1)) {
      String word = name.strip();
      if (!settings.categories().contains(word)) {
        throw refused("unknown category " + quoted(word));
      }
      names.add(word);
    }
    return Categories.of(names);
  }

  private static Stop refused(String why) {
    return Fault.of(Code.INVALID_REQUEST, "header " + HEADER + ": " + why)
        .naming(List.of(HEADER))
        .stop();
  }

  private static String quoted(String word) {
    var shown = new StringBuilder("'");
    for (int i = 0; i < word.length() && i < SHOWN_CHARS; i++) {
      char c = word.charAt(i);
      shown.append(c > ' ' && c < 127 && c != '\'' ? c : '?');
    }
    return shown.append('\'').toString();
  }
}
