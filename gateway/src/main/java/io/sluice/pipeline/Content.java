package io.sluice.pipeline;

import io.sluice.model.Facts;
import io.sluice.model.Findings;
import io.sluice.model.Request;
import io.sluice.registry.RouteSetting;
import io.sluice.wire.Codec;
import io.sluice.wire.Incoming;

/** What the caller sent, read and looked at, under the snapshot that decides about it. */
record Content(
    Snapshot snapshot,
    Codec codec,
    Incoming incoming,
    Request request,
    Findings findings,
    Facts facts) {
  /** How far the route that was asked for enforces labels of flows; else the installation's. */
  RouteSetting.Flow mode() {
    RouteSetting.Flow own =
        snapshot
            .registry()
            .route(request.traits().call().model())
            .map(route -> route.handling().flow())
            .orElse(null);
    return own == null ? snapshot.labels().mode() : own;
  }
}
