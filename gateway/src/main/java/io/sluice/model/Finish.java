package io.sluice.model;

/** Why an answer ended. */
public enum Finish {
  /** The model was done. */
  STOP,
  /** A stop sequence of the caller. */
  STOP_SEQUENCE,
  /** The output limit. */
  LENGTH,
  /** The model waits for tool results. */
  TOOL_CALLS,
  /** A filter: the provider's, or ours. */
  CONTENT_FILTER,
  /** The model declined. */
  REFUSAL,
  /** The provider paused a long turn. */
  PAUSE,
  /** Something the hub has no word for. */
  OTHER
}
