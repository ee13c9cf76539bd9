/** The Sluice ledger, which an auditor takes alone: it needs nothing but the JDK. */
module io.sluice.ledger {
  requires static org.jspecify;

  exports io.sluice.ledger;
}
