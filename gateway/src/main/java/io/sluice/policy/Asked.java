package io.sluice.policy;

/** Whatever answers questions by the rules of a bundle: all of them at once, or one by one. */
interface Asked {
  /** Whether {@code action} may be done in {@code view}; whatever goes wrong allows nothing. */
  Engine.Outcome ask(Entities entities, Action action, View view);
}
