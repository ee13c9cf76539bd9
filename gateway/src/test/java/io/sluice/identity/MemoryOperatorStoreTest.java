package io.sluice.identity;

/** The fake keeps the contract too. */
class MemoryOperatorStoreTest extends OperatorStoreContract {
  private final MemoryOperatorStore store = new MemoryOperatorStore();

  @Override
  protected OperatorStore store() {
    return store;
  }
}
