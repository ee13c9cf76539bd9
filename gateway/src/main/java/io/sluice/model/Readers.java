package io.sluice.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Who may read a content: names of roles, teams and applications of its tenant, and addresses of
 * those outside. Combined by intersection, so that what is made of two contents is read by those
 * who may read both.
 *
 * @param everyone whether nobody was named: all may read it, as far as their clearance reaches
 * @param names sorted, each once; empty where {@code everyone} is true; of nobody, too
 */
public record Readers(boolean everyone, List<String> names) {
  /** Nobody was named. */
  public static final Readers EVERYONE = new Readers(true, List.of());

  /** No one is left. */
  public static final Readers NOBODY = new Readers(false, List.of());

  /** The most that one content names; of more the first are kept, which is stricter. */
  public static final int MOST = 16;

  private static final String ALL = "everyone";
  private static final String NONE = "nobody";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

  public Readers {
    names = List.copyOf(names);
    if (everyone && !names.isEmpty()) {
      throw new IllegalArgumentException("everyone has no names");
    }
  }

  /** These and no others. */
  public static Readers of(Collection<String> names) {
    var sorted = new TreeSet<String>();
    names.forEach(name -> sorted.add(address(name) ? name.toLowerCase(Locale.ROOT) : name));
    return sorted.isEmpty() ? NOBODY : new Readers(false, sorted.stream().limit(MOST).toList());
  }

  private static boolean address(String name) {
    return name.indexOf('@') >= 0;
  }

  /** True if {@code name} can be one of them. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(ALL) && !name.equals(NONE);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @return empty if something in it can be no name
   */
  public static Optional<Readers> of(String text) {
    return switch (text.strip()) {
      case ALL -> Optional.of(EVERYONE);
      case NONE -> Optional.of(NOBODY);
      default -> {
        var names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        yield names.stream().allMatch(Readers::isName) ? Optional.of(of(names)) : Optional.empty();
      }
    };
  }

  /** Those who are in both. */
  public Readers meet(Readers other) {
    if (other.everyone || equals(other)) {
      return this;
    }
    if (everyone) {
      return other;
    }
    var both = new ArrayList<>(names);
    both.retainAll(other.names);
    return both.isEmpty() ? NOBODY : new Readers(false, both);
  }

  /** True if all of these are among {@code others}. */
  public boolean within(Readers others) {
    return others.everyone || !everyone && others.names.containsAll(names);
  }

  /** True if that name is one of them. */
  public boolean include(String name) {
    return everyone || names.contains(name);
  }

  /** True if all of {@code destinations}, of which there is one, are among them by name. */
  public boolean name(List<String> destinations) {
    return !everyone
        && !destinations.isEmpty()
        && destinations.stream()
            .map(to -> address(to) ? to.strip().toLowerCase(Locale.ROOT) : to.strip())
            .allMatch(names::contains);
  }

  /** True if one of its roles, its team or its application is among them. */
  public boolean include(Principal principal) {
    if (everyone) {
      return true;
    }
    var of = principal.affiliation();
    return names.contains(of.team())
        || names.contains(of.app())
        || of.roles().stream().anyMatch(names::contains);
  }

  /** As it is said: the names, {@code everyone} or {@code nobody}. */
  public String text() {
    if (everyone) {
      return ALL;
    }
    return names.isEmpty() ? NONE : String.join(",", names);
  }
}
