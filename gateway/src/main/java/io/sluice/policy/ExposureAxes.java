package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Principal.Grants;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What all combinations are made of.
 *
 * @param who classes of principals: everybody in one belongs to the same places
 * @param purposes the empty one first
 * @param categories of what detectors may find; the empty one, nothing, first
 */
public record ExposureAxes(
    List<Who> who, List<Candidate> models, List<String> purposes, List<String> categories) {
  /** Levels, the lowest first. */
  static final List<Level> LEVELS = List.of(Level.values());

  /** Integrities, the best first. */
  static final List<Integrity> INTEGRITIES =
      List.of(Integrity.OPERATOR, Integrity.USER, Integrity.INTERNAL, Integrity.UNTRUSTED);

  /**
   * A class of principals.
   *
   * @param waivers in force for whoever is in it, as facts name them
   */
  public record Who(String tenant, Affiliation affiliation, List<String> waivers) {
    /** A class for which nothing is waived. */
    public Who(String tenant, Affiliation affiliation) {
      this(tenant, affiliation, List.of());
    }

    public Who {
      waivers = List.copyOf(waivers);
    }

    /** Its name for people. */
    public String name() {
      var parts = new ArrayList<String>();
      parts.add(tenant);
      add(parts, "team ", affiliation.team());
      add(parts, "app ", affiliation.app());
      add(parts, "roles ", String.join(" ", affiliation.roles()));
      var waived = waivers.stream().map(text -> text.replaceFirst("#.*", "")).distinct();
      add(parts, "waived ", waived.collect(Collectors.joining(" ")));
      return String.join(", ", parts);
    }

    private static void add(List<String> parts, String before, String what) {
      if (!what.isEmpty()) {
        parts.add(before + what);
      }
    }

    Principal principal() {
      return new Principal(
          tenant,
          "any",
          affiliation,
          new Grants(Level.INTERNAL, null, Integrity.USER, List.of()),
          Allowance.NONE,
          Delegation.NONE);
    }
  }

  public ExposureAxes {
    who = List.copyOf(who);
    models = List.copyOf(models);
    purposes = List.copyOf(purposes);
    categories = List.copyOf(categories);
  }

  /**
   * The axes of {@code bundle}: the classes that callers are in and those that its rules name,
   * every model, every purpose that its rules name.
   */
  public static ExposureAxes of(
      Bundle bundle, Set<Who> callers, List<Candidate> models, Set<String> categories) {
    Mentions mentions = Mentions.of(bundle);
    var who = new LinkedHashSet<Who>();
    who.add(new Who("default", new Affiliation("", "", List.of())));
    who.addAll(callers);
    for (String team : mentions.literals("team")) {
      who.add(new Who("default", new Affiliation(team, "", List.of())));
    }
    for (String app : mentions.literals("app")) {
      who.add(new Who("default", new Affiliation("", app, List.of())));
    }
    for (String role : mentions.literals("roles")) {
      who.add(new Who("default", new Affiliation("", "", List.of(role))));
    }
    for (String tenant : mentions.literals("tenant")) {
      who.add(new Who(tenant, new Affiliation("", "", List.of())));
    }
    var purposes = new ArrayList<String>(List.of(""));
    purposes.addAll(mentions.literals("purpose"));
    var found = new ArrayList<String>(List.of(""));
    found.addAll(new TreeSet<>(categories));
    return new ExposureAxes(List.copyOf(who), models, purposes.stream().distinct().toList(), found);
  }

  /** How many combinations there are: of sending, and of taking over. */
  public long combinations() {
    long cells = (long) LEVELS.size() * INTEGRITIES.size() * categories.size();
    long sending = cells * who.size() * models.size() * purposes.size();
    return sending + (long) LEVELS.size() * who.size() * models.size() * (models.size() - 1);
  }

  /** Content of that level and integrity. */
  static Label label(Level level, Integrity integrity) {
    return new Label(integrity, level, io.sluice.model.Categories.NONE);
  }
}
