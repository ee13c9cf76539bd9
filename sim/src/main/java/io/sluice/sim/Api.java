package io.sluice.sim;

/** One provider's HTTP interface. */
interface Api {
  /** Answers a request that is let in. */
  Answer answer(Visit visit) throws ApiError;

  /** The same failure as this provider words it. */
  Answer error(Visit visit, ApiError error);

  /** What this provider says to a request without the right key. */
  ApiError unauthenticated(Visit visit);
}
