package io.sluice.sim;

/** The process is gone: unwinds a story that will not go on. Nothing it does on the way counts. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("the process is gone", null, false, false);
  }
}
