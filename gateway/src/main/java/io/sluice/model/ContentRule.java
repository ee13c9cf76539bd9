package io.sluice.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * What an operator wants done where certain content is found. What is found is a finding whose type
 * is the rule's name; what is looked for is not part of it.
 *
 * @param in whether requests are looked at
 * @param out whether answers are
 */
public record ContentRule(
    String name, Scope scope, boolean in, boolean out, Consequence consequence) {
  /** What stands before a rule's name where rules of several kinds are named. */
  public static final String PREFIX = "content_rules.";

  /** What comes of a finding. */
  public enum Consequence {
    /** Nothing but the label that the finding means. */
    LABEL,
    /** Toward a model a placeholder stands for it; in an answer, the rule's name. */
    MASK,
    /** A person must approve. */
    HOLD,
    /** The request goes to no model of the scope; the answer stops. */
    BLOCK;

    /** As configuration and the record have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where it holds; empty: everywhere.
   *
   * @param models names of models, or {@code provider/id}
   * @param roles of whoever asks: one of them is enough
   */
  public record Scope(Set<String> models, Set<String> routes, Set<String> roles) {
    /** Everywhere. */
    public static final Scope EVERYWHERE = new Scope(Set.of(), Set.of(), Set.of());

    public Scope {
      models = Set.copyOf(models);
      routes = Set.copyOf(routes);
      roles = Set.copyOf(roles);
    }

    /** True for requests of such a role that ask for {@code route}. */
    public boolean covers(String route, Collection<String> role) {
      return (routes.isEmpty() || routes.contains(route))
          && (roles.isEmpty() || role.stream().anyMatch(roles::contains));
    }

    /** True for that model. */
    public boolean covers(Candidate candidate) {
      return models.isEmpty()
          || models.contains(candidate.name())
          || models.contains(candidate.ref().text());
    }
  }

  /** How it is named among rules of several kinds. */
  public String id() {
    return PREFIX + name;
  }
}
