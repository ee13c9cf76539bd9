package io.sluice.config;

import io.sluice.limits.Allowances;
import io.sluice.limits.BudgetRule;
import io.sluice.model.Candidate;
import io.sluice.model.Level;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.RouteSetting;
import io.sluice.registry.RouteSetting.Durability;
import java.util.Map;

/**
 * Routes whose decisions become durable beside the call ({@code record: overlapped}). A crash in
 * between can lose the decision of a call that was made, so only public content may be at stake and
 * no money that must not be overspent: anything else is refused here, and what stays is told.
 */
final class Overlaps {
  private final RegistrySettings inventory;
  private final Registry registry;
  private final Allowances allowances;
  private final Problems warnings;

  /** For an inventory that is sound. */
  Overlaps(
      RegistrySettings inventory, Catalogue catalogue, Allowances allowances, Problems warnings) {
    this.inventory = inventory;
    this.registry = Registry.of(inventory, catalogue, inventory.firstStart());
    this.allowances = allowances;
    this.warnings = warnings;
  }

  static boolean any(RegistrySettings inventory) {
    return inventory.routes().stream().anyMatch(Overlaps::overlapped);
  }

  private static boolean overlapped(RouteSetting route) {
    return route.handling().record() == Durability.OVERLAPPED;
  }

  /** Says what is wrong with such routes, and names the rest. */
  void check(Map<String, Section> sections) {
    sections.forEach(
        (name, section) ->
            registry
                .route(name)
                .filter(Overlaps::overlapped)
                .ifPresent(route -> check(section, route)));
  }

  private void check(Section section, RouteSetting route) {
    boolean good = true;
    for (Candidate candidate : registry.candidates(route)) {
      Level clearance = inventory.stated(candidate.ref(), candidate.name());
      if (clearance != Level.PUBLIC) {
        good = false;
        section.wrong(
            "record",
            "'overlapped' is for public content alone, and '%s' is cleared for %s: state clearance: public in its profile, or leave 'record' out"
                .formatted(candidate.name(), clearance.word()));
      } else if (budgeted(candidate)) {
        good = false;
        section.wrong(
            "record",
            "'overlapped' is not for what a hard budget counts, and one counts '%s': make it soft, or leave 'record' out"
                .formatted(candidate.name()));
      }
    }
    if (good) {
      section.at(
          warnings,
          "route '%s' records overlapped: a crash may lose the decision of a call that was made"
              .formatted(route.name()));
    }
  }

  private boolean budgeted(Candidate candidate) {
    return allowances.budgets().stream()
        .filter(rule -> rule.terms().hard())
        .map(BudgetRule::measure)
        .anyMatch(measure -> measure.counts(candidate));
  }
}
