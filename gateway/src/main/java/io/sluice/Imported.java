package io.sluice;

import io.sluice.model.Bytes;
import io.sluice.model.Sha256;

/**
 * A text of the inventory that was brought in by an operator.
 *
 * @param name of its file, which says its format
 * @param text as it was brought in; empty: none was
 */
record Imported(String name, String text) {
  static final Imported NOTHING = new Imported("", "");

  /** SHA-256 in hex; empty where nothing was brought in. */
  String sha256() {
    return text.isEmpty() ? "" : Sha256.hex(Bytes.utf8(text));
  }

  /** The id of {@code configuration} together with this. */
  String identity(String configuration) {
    return text.isEmpty() ? configuration : Sha256.hex(Bytes.utf8(configuration + "\n" + sha256()));
  }
}
