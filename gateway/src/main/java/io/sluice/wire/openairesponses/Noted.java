package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Extra;
import io.sluice.model.Segment.Source;
import io.sluice.wire.Fields;
import io.sluice.wire.Segments;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is noted of a request while it is read: its texts, its media, what changes terms. */
final class Noted {
  private final Segments segments = new Segments();
  private final TreeSet<String> modalities = new TreeSet<>();
  private final TreeSet<String> terms = new TreeSet<>();
  private int media;

  Segments segments() {
    return segments;
  }

  /** One more picture, document or other medium. */
  void medium(String modality) {
    media++;
    modalities.add(modality);
  }

  /** Something is asked that changes retention, region or who acts. */
  void term(String name) {
    terms.add(name);
  }

  int media() {
    return media;
  }

  List<String> modalities() {
    return List.copyOf(modalities);
  }

  List<String> terms() {
    return List.copyOf(terms);
  }

  /** The members whose names are not {@code known}, their texts noted; empty lists say nothing. */
  List<Extra> extras(Json json, Set<String> known, Source source) {
    List<Extra> extras = Fields.extras(json, known);
    if (!extras.isEmpty()) {
      for (Json.Field field : json.fields()) {
        if (!known.contains(field.name())) {
          segments.extra(source, field);
        }
      }
    }
    return extras.stream().filter(extra -> !saysNothing(json.at(extra.name()))).toList();
  }

  private static boolean saysNothing(Json value) {
    return value.isArray() && value.items().isEmpty();
  }
}
