package io.sluice.flow;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The leaf values of a tool call's arguments, each with the names that lead to it. Numbers and
 * truth values are leaves as they are written.
 */
public record Arguments(List<Leaf> leaves) {
  /** The most leaves that are looked at; a call with more is not understood. */
  public static final int MOST_LEAVES = 4_096;

  /**
   * One value.
   *
   * @param path names of members, outermost first; places in lists are left out
   */
  public record Leaf(List<String> path, String value) {
    public Leaf {
      path = List.copyOf(path);
    }

    /** The names only: the value is content. */
    @Override
    public String toString() {
      return "Leaf[" + path.size() + " deep, " + value.length() + " chars]";
    }
  }

  public Arguments {
    leaves = List.copyOf(leaves);
  }

  /** What {@code json} holds; empty where it is no object, or holds too much. */
  public static Optional<Arguments> of(String json, JsonLimits limits) {
    try {
      Json all = Json.parse(Bytes.utf8(json.isBlank() ? "{}" : json), limits);
      var leaves = new ArrayList<Leaf>();
      collect(all, List.of(), leaves);
      return all.isObject() && leaves.size() <= MOST_LEAVES
          ? Optional.of(new Arguments(leaves))
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static void collect(Json json, List<String> path, List<Leaf> into) {
    if (into.size() > MOST_LEAVES) {
      return;
    }
    switch (json.kind()) {
      case OBJECT -> {
        for (Json.Field field : json.fields()) {
          var deeper = new ArrayList<>(path);
          deeper.add(field.name());
          collect(field.value(), deeper, into);
        }
      }
      case ARRAY -> json.items().forEach(item -> collect(item, path, into));
      case STRING -> into.add(new Leaf(path, json.string().orElse("")));
      case NUMBER, TRUE, FALSE -> into.add(new Leaf(path, json.raw().utf8()));
      case NULL, MISSING -> {}
    }
  }

  /** The leaves under one of {@code names}: whole dotted paths, their beginnings, or last names. */
  public List<Leaf> under(List<String> names) {
    return leaves.stream()
        .filter(leaf -> names.stream().anyMatch(name -> leads(name, leaf.path())))
        .toList();
  }

  /** The leaves that are under none of {@code names}. */
  public List<Leaf> besides(List<String> names) {
    return leaves.stream()
        .filter(leaf -> names.stream().noneMatch(name -> leads(name, leaf.path())))
        .toList();
  }

  private static boolean leads(String name, List<String> path) {
    String dotted = String.join(".", path);
    return dotted.equals(name) || dotted.startsWith(name + ".") || path.contains(name);
  }
}
