package io.sluice.ingress;

import io.sluice.admin.Compare;
import io.sluice.admin.Investigate;
import io.sluice.admin.ManageApprovals;
import io.sluice.admin.ManageCatalogue;
import io.sluice.admin.ManageContent;
import io.sluice.admin.ManageCredentials;
import io.sluice.admin.ManageInventory;
import io.sluice.admin.ManageKeys;
import io.sluice.admin.ManageOperators;
import io.sluice.admin.ManagePayloads;
import io.sluice.admin.ManagePolicy;
import io.sluice.admin.ManageReleases;
import io.sluice.admin.ManageReviews;
import io.sluice.admin.ManageSuspensions;
import io.sluice.admin.ManageTools;
import io.sluice.admin.ManageWaivers;
import io.sluice.admin.Onboard;
import io.sluice.admin.ReadFlow;
import io.sluice.admin.ReadMeasures;
import io.sluice.admin.ReadRecord;
import io.sluice.admin.ReadState;
import io.sluice.admin.SearchContent;
import io.sluice.admin.Warrants;
import io.sluice.identity.OperatorAuth;
import io.sluice.identity.SignInLink;
import io.sluice.model.Clock;
import io.sluice.model.ExchangeId;
import java.util.function.Supplier;

/** The use cases that the admin plane offers, and who may use them. */
public record AdminPlane(
    SignIn signIn,
    ManageKeys keys,
    ManageOperators people,
    ManageCredentials credentials,
    Records record,
    State state,
    Governance governance) {
  /** What people decide besides rules; {@code clock} tells what has run out. */
  public record Governance(
      ManageApprovals approvals,
      ManageSuspensions suspensions,
      ManageWaivers waivers,
      ManageReviews reviews,
      ManageInventory inventory,
      ReadMeasures measures,
      Clock clock) {}

  /** The moment it is. */
  Clock clock() {
    return governance.clock();
  }

  /** How the gateway is, the models and tools it knows, the versions of policy, and its views. */
  public record State(
      ReadState view,
      ManageCatalogue catalogue,
      ManagePolicy policies,
      ManageTools tools,
      Views views) {}

  /** How much comes back, how models do, and what is registered to be known. */
  public record Views(ReadFlow flow, Compare compare, Onboard onboard, Contents contents) {}

  /** What operators say of content: what is registered, and which origins are released. */
  public record Contents(ManageContent registered, ManageReleases releases) {}

  /** The record, and what lies beside it; {@code ids} names holds. */
  public record Records(
      ReadRecord read,
      Investigate investigate,
      ManagePayloads payloads,
      SearchContent contents,
      Supplier<ExchangeId> ids) {}

  /** Who may use the plane, and for what; and the link that lets somebody in for the first time. */
  public record SignIn(OperatorAuth operators, Warrants warrants, SignInLink link) {}
}
