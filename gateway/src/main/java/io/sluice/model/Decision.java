package io.sluice.model;

/** What policy decided about an exchange. */
public sealed interface Decision permits Permit, Hold, Deny {}
