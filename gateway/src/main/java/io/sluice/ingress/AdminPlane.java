package io.sluice.ingress;

import io.sluice.admin.ManageCatalogue;
import io.sluice.admin.ManageCredentials;
import io.sluice.admin.ManageKeys;
import io.sluice.admin.ManageOperators;
import io.sluice.admin.ReadRecord;
import io.sluice.admin.ReadState;
import io.sluice.identity.OperatorAuth;
import io.sluice.identity.SignInLink;
import io.sluice.model.Clock;

/** The use cases that the admin plane offers, and who may use them. */
public record AdminPlane(
    SignIn signIn,
    ManageKeys keys,
    ManageOperators people,
    ManageCredentials credentials,
    ReadRecord record,
    State state,
    Clock clock) {
  /** How the gateway is, and the lists of models it knows. */
  public record State(ReadState view, ManageCatalogue catalogue) {}

  /** Who may use the plane, and the link that lets somebody in for the first time. */
  public record SignIn(OperatorAuth operators, SignInLink link) {}
}
