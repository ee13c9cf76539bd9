package io.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealingTest {
  private static final Bytes HERE = Bytes.utf8("here");

  private final Sealing sealing = new Sealing(Secret.of(new byte[32]), new Random(1));
  private final Bytes sealed = sealing.seal(Secret.of("canary"), HERE);

  private void refused(Bytes text, Bytes context) {
    assertThatThrownBy(() -> sealing.open(text, context, "it"))
        .isInstanceOf(SealBroken.class)
        .hasNoCause()
        .hasMessageNotContaining("canary");
  }

  @Test
  void what_was_sealed_opens_in_its_place() {
    assertThat(sealing.open(sealed, HERE, "it").open()).isEqualTo("canary");
    var nothing = sealing.seal(Secret.of(""), Bytes.EMPTY);
    assertThat(sealing.open(nothing, Bytes.EMPTY, "it").open()).isEmpty();
  }

  @Test
  void no_two_seals_of_one_text_are_alike() {
    assertThat(sealing.seal(Secret.of("canary"), HERE)).isNotEqualTo(sealed);
  }

  @Test
  void one_bit_anywhere_is_seen() {
    for (int bit = 0; bit < sealed.length() * 8; bit++) {
      byte[] other = sealed.toArray();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(Bytes.owning(other), HERE);
    }
  }

  @Test
  void a_piece_of_it_is_nothing() {
    for (int length = 0; length < sealed.length(); length++) {
      refused(sealed.slice(0, length), HERE);
    }
  }

  @Test
  void another_place_or_key_does_not_open_it() {
    refused(sealed, Bytes.utf8("there"));
    refused(sealed, Bytes.EMPTY);
    byte[] key = new byte[32];
    key[31] = 1;
    var other = new Sealing(Secret.of(key), new Random(1));
    assertThatThrownBy(() -> other.open(sealed, HERE, "it")).isInstanceOf(SealBroken.class);
    assertThatThrownBy(() -> new Sealing(Secret.of(new byte[16]), new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
