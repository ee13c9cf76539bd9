package io.sluice.ingress;

import io.sluice.model.Fault;

/** What stands behind a listener. */
interface Front {
  /** Serves one request, on a virtual thread of its own; must answer it or let it end. */
  void serve(Arrival arrival);

  /** Serves a request that already failed before it could be understood; same thread rules. */
  void refuse(Arrival arrival, Fault fault);
}
