package io.sluice.ledger;

/** The log is not as it was written. Nothing was changed: the files are as they were found. */
public final class LedgerDamaged extends LedgerException {
  private static final long serialVersionUID = 1L;

  private final transient Damage damage;

  LedgerDamaged(Damage damage) {
    super("ledger is damaged: " + damage);
    this.damage = damage;
  }

  /** Where, and what. */
  public Damage damage() {
    return damage;
  }
}
