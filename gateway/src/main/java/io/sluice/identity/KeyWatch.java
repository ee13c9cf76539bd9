package io.sluice.identity;

/** Learns what happens to caller keys, at once and in order. Must not block. */
public interface KeyWatch {
  /** From now on this key is good. */
  void added(KeyRecord key);

  /** From now on the key of this id is worth nothing; what runs under it should end. */
  void revoked(String id);

  /** Tells this first and then {@code next}. */
  default KeyWatch then(KeyWatch next) {
    var first = this;
    return new KeyWatch() {
      @Override
      public void added(KeyRecord key) {
        first.added(key);
        next.added(key);
      }

      @Override
      public void revoked(String id) {
        first.revoked(id);
        next.revoked(id);
      }
    };
  }
}
