package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TreeHashTest {
  @Test
  void the_empty_entry_has_the_leaf_hash_of_the_rfc() {
    assertThat(HexFormat.of().formatHex(new TreeHash().leaf(new byte[0])))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  }
}
