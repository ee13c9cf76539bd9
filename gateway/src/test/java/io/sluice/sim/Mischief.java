package io.sluice.sim;

/** One thing that a simulated port does wrong on purpose, so that the oracle must notice it. */
enum Mischief {
  /** All ports keep to their contracts. */
  NONE(""),
  /** The log says that an entry is durable when it is merely submitted. */
  DURABLE_TOO_EARLY("without a durable permit"),
  /** The relay passes on what came before the decision was durable. */
  RELEASED_UNRECORDED("told something before its decision was durable"),
  /** The log takes entries that end an exchange twice. */
  CLOSED_TWICE("two closing entries"),
  /** The log drops entries that end an exchange. */
  NEVER_CLOSED("no closing entry"),
  /** The log drops rulings and says that they are durable. */
  RULING_DROPPED("without a durable ruling"),
  /** Somebody sets money aside and never gives it back. */
  RESERVATION_LEAKED("money is set aside for nobody"),
  /** The way out sends every request to another provider. */
  SENT_ELSEWHERE("not in its plan"),
  /** The way out sends what was masked in the clear. */
  MASK_REMOVED("was sent unmasked"),
  /** The relay gives the caller what the provider said, past the gate. */
  GATE_BYPASSED("was not told what the model said, once"),
  /** The relay says everything twice. */
  SAID_TWICE("was not told what the model said, once"),
  /** The disk loses what was forced. */
  DISK_FORGETS("durable entries are lost"),
  /** An entry is altered on the disk after it was acknowledged. */
  ENTRY_ALTERED("the log does not verify"),
  /** The log writes down what the caller asked. */
  PROMPT_RECORDED("holds content or a secret");

  private final String found;

  Mischief(String found) {
    this.found = found;
  }

  /** What the oracle says of it. */
  String found() {
    return found;
  }
}
