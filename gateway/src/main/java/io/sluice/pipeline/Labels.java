package io.sluice.pipeline;

import io.sluice.flow.FlowSettings;
import io.sluice.flow.Labeller;
import io.sluice.flow.Masks;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.Tracer;
import io.sluice.inspect.Inspector;
import io.sluice.model.ExchangeId;
import io.sluice.model.Findings;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Provenance;
import io.sluice.model.Request;
import io.sluice.registry.RouteSetting;
import java.util.Map;

/**
 * How content is labelled and masked under one snapshot.
 *
 * @param tracer says where segments come from, by {@code tools} and what is known of earlier ones
 * @param content what operators want done with certain content
 */
public record Labels(
    FlowSettings settings,
    Labeller labeller,
    Masks masks,
    Tracer tracer,
    ToolPolicies tools,
    ContentRules content,
    Enforcement enforcement) {
  /**
   * How far labels are enforced.
   *
   * @param mode of routes that set none
   * @param roles the highest level that may be released to those who hold a role, by its name
   */
  public record Enforcement(RouteSetting.Flow mode, Map<String, Level> roles) {
    public Enforcement {
      roles = Map.copyOf(roles);
    }
  }

  /** The mode of routes that set none. */
  public RouteSetting.Flow mode() {
    return enforcement.mode();
  }

  /** What detectors and content rules find in a request: each part is looked at once, ever. */
  Findings inspect(Inspector inspector, Request request, Principal principal) {
    return content.inspect(inspector, request, principal);
  }

  /** Where the parts of a request come from; from now on they are known again. */
  Provenance trace(Tracer.Speaker speaker, Request request, ExchangeId exchange) {
    var provenance = tracer.trace(speaker, request);
    tracer.learn(speaker, request, provenance, exchange.value());
    return tracer.marked(speaker, provenance, exchange.value());
  }

  /**
   * The highest level that may be released to {@code principal}: the lower of what its roles and
   * its key say, of several roles the best; what it {@code sent} itself where neither says
   * anything, at least the key's level.
   */
  Level audience(Principal principal, Level sent) {
    Level role = null;
    for (String name : principal.affiliation().roles()) {
      Level one = enforcement.roles().get(name);
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
