package io.sluice.vault;

/** The fake keeps the contract too. */
class MemoryCredentialStoreTest extends CredentialStoreContract {
  private final MemoryCredentialStore store = new MemoryCredentialStore();

  @Override
  protected CredentialStore store() {
    return store;
  }
}
