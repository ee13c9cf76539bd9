package io.sluice.pipeline;

import io.sluice.limits.Reservation;
import io.sluice.model.Categories;
import io.sluice.model.Level;
import io.sluice.model.Permit;
import io.sluice.model.Prompt;
import io.sluice.model.Verdict;
import io.sluice.registry.RouteSetting;
import io.sluice.registry.RouteSetting.Durability;

/**
 * Whether a decision may become durable beside its call instead of before it ({@code record:
 * overlapped}). Configuration refuses routes where it could not be; here every exchange is asked
 * again, and in doubt the decision comes first.
 */
final class Overlap {
  private Overlap() {}

  /** True for public content of a route that says so, where nothing hangs on the decision. */
  static boolean of(Content content, Permit permit, Reservation reservation) {
    var label = content.facts().exposure().label();
    return route(content) == Durability.OVERLAPPED
        && content.request() instanceof Prompt
        && label.level() == Level.PUBLIC
        && label.categories().equals(Categories.NONE)
        && permit.approval().isEmpty()
        && !reservation.hard()
        && permit.verdicts().stream().noneMatch(Overlap::first);
  }

  private static Durability route(Content content) {
    return content
        .snapshot()
        .registry()
        .route(content.request().traits().call().model())
        .map(RouteSetting::handling)
        .map(RouteSetting.Handling::record)
        .orElse(Durability.BEFORE_EGRESS);
  }

  private static boolean first(Verdict verdict) {
    return verdict.obligations().recordedFirst();
  }
}
