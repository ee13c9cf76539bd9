package io.sluice.pipeline;

import io.sluice.flow.FlowSettings;
import io.sluice.flow.Labeller;
import io.sluice.flow.Masks;
import io.sluice.flow.ToolPolicies;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.registry.RouteSetting;
import java.util.Map;

/**
 * How content is labelled and masked under one snapshot.
 *
 * @param mode of routes that set none
 * @param roles the highest level that may be released to those who hold a role, by its name
 * @param tools what tools do, and may be given
 */
public record Labels(
    FlowSettings settings,
    Labeller labeller,
    Masks masks,
    RouteSetting.Flow mode,
    Map<String, Level> roles,
    ToolPolicies tools) {
  public Labels {
    roles = Map.copyOf(roles);
  }

  /** Where no role says anything. */
  public Labels(FlowSettings settings, Labeller labeller, Masks masks, RouteSetting.Flow mode) {
    this(settings, labeller, masks, mode, Map.of(), ToolPolicies.NONE);
  }

  /**
   * The highest level that may be released to {@code principal}: the lower of what its roles and
   * its key say, of several roles the best; what it {@code sent} itself where neither says
   * anything, at least the key's level.
   */
  Level audience(Principal principal, Level sent) {
    Level role = null;
    for (String name : principal.affiliation().roles()) {
      Level one = roles.get(name);
      if (one != null) {
        role = role == null ? one : role.max(one);
      }
    }
    Level key = principal.grants().clearance();
    if (role == null) {
      return key == null ? sent.max(principal.grants().level()) : key;
    }
    return key == null || role.within(key) ? role : key;
  }
}
