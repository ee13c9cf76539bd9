package io.sluice.identity;

/** The fake keeps the contract too. */
class MemoryKeyStoreTest extends KeyStoreContract {
  private final MemoryKeyStore store = new MemoryKeyStore();

  @Override
  protected KeyStore store() {
    return store;
  }
}
