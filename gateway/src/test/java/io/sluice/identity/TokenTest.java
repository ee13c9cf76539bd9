package io.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenTest {
  private final byte[] text = Token.fresh(Token.Kind.CALLER, new Random(1));

  @Test
  void a_caller_key_has_the_shape_that_scanners_look_for() {
    assertThat(new String(text, StandardCharsets.US_ASCII))
        .matches("sluice_[0-9a-hjkmnp-tv-z]{10}_[0-9a-hjkmnp-tv-z]{40}_[0-9a-hjkmnp-tv-z]{7}");
    assertThat(Token.read(Token.Kind.CALLER, text)).isNotNull();
  }

  @Test
  void every_typing_error_in_one_character_is_seen() {
    for (int i = 0; i < text.length; i++) {
      for (int c = 33; c < 127; c++) {
        var other = text.clone();
        other[i] = (byte) c;
        if (c != text[i]) {
          assertThat(Token.read(Token.Kind.CALLER, other)).isNull();
        }
      }
    }
  }

  @Test
  void a_token_cut_short_or_with_more_is_none() {
    for (int length = 0; length < text.length; length++) {
      assertThat(Token.read(Token.Kind.CALLER, java.util.Arrays.copyOf(text, length))).isNull();
    }
    assertThat(Token.read(Token.Kind.CALLER, java.util.Arrays.copyOf(text, 10_000))).isNull();
  }

  @Test
  void a_token_is_of_one_kind_only() {
    for (Token.Kind made : Token.Kind.values()) {
      byte[] fresh = Token.fresh(made, new Random(2));
      for (Token.Kind read : Token.Kind.values()) {
        assertThat(Token.read(read, fresh) != null).isEqualTo(made == read);
      }
    }
  }
}
