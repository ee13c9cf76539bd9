package io.sluice.model;

/** A member of a JSON object that the hub has no word for: its name and its value as it stands. */
public record Extra(String name, Bytes json) {}
