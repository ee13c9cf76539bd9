package io.sluice.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What kinds of sensitive content are in a text: names, sorted, each once. Combined by union. */
public record Categories(List<String> names) {
  /** No category. */
  public static final Categories NONE = new Categories(List.of());

  public Categories {
    names = names.size() <= 1 ? List.copyOf(names) : List.copyOf(new TreeSet<>(names));
  }

  /** These names. */
  public static Categories of(String... names) {
    return names.length == 0 ? NONE : new Categories(List.of(names));
  }

  /** These names. */
  public static Categories of(Collection<String> names) {
    return names.isEmpty() ? NONE : new Categories(List.copyOf(names));
  }

  /** True if there is none. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** True if {@code name} is one of them. */
  public boolean contains(String name) {
    return names.contains(name);
  }

  /** True if every one of {@code others} is one of these. */
  public boolean containsAll(Categories others) {
    return others.isEmpty() || names.containsAll(others.names);
  }

  /** True if at least one is in both. */
  public boolean meets(Categories others) {
    for (String name : others.names) {
      if (names.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Those that are in both. */
  public Categories common(Categories others) {
    return others.containsAll(this) ? this : of(names.stream().filter(others::contains).toList());
  }

  /** All of both. */
  public Categories union(Categories others) {
    if (containsAll(others)) {
      return this;
    }
    if (others.containsAll(this)) {
      return others;
    }
    var all = new ArrayList<String>(names);
    all.addAll(others.names);
    return new Categories(all);
  }
}
