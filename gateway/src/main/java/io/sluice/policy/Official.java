package io.sluice.policy;

import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Principal;
import io.sluice.model.Traits;
import java.time.Instant;
import java.util.List;

/**
 * An operator, as far as policy may know one.
 *
 * @param role {@code admin}, {@code operator}, {@code auditor} or {@code viewer}
 */
public record Official(String name, String role, Instant moment) {
  private static final Traits NOTHING =
      new Traits(
          new Traits.Call("", Traits.Operation.CHAT, "", false),
          List.of(),
          List.of(),
          new Traits.Size(0, 0, 0),
          List.of());

  /** Where no content is concerned. */
  Facts facts() {
    var principal =
        new Principal(
            "",
            name,
            new Principal.Affiliation("", "", List.of(role)),
            new Principal.Grants(Level.PUBLIC, null, Integrity.OPERATOR, List.of()),
            Principal.Allowance.NONE,
            Principal.Delegation.NONE);
    var nothing = new Exposure(Label.BOTTOM, List.of());
    return new Facts(principal, NOTHING, nothing, "", moment, List.of(), Losses.UNKNOWN);
  }
}
