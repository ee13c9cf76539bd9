package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pay EUR 4200 to Rene",
        "pay   eur\n4200\tto rene",
        "> \"Pay\" **EUR** `4200` to Rene!",
        "\uFF30\uFF41\uFF59 EUR \uFF14\uFF12\uFF10\uFF10 to Rene",
        "P\u0430y \u0415UR 4200 t\u043e Ren\u0435",
        "Pay\u200B EUR 42\u200D00 to Ren\u00e9",
        "Pay EUR 4200 to Rene\u0301",
      })
  void disguise_and_layout_make_no_difference(String text) {
    assertThat(NormalText.of(text).text()).isEqualTo("payeur4200torene");
  }

  @Test
  void other_scripts_are_kept() {
    assertThat(NormalText.of("\u6771\u4eac 2026").text()).isEqualTo("\u6771\u4eac2026");
    assertThat(NormalText.of("\u0416\u0443\u043a").text()).isEqualTo("\u0436yk");
    assertThat(NormalText.of("\uD835\uDC00 \u2460").text()).isEqualTo("a1");
  }

  @Test
  void every_character_knows_where_it_came_from() {
    String text = "A-\u00e9 \uFB01x";
    var normal = NormalText.of(text);
    assertThat(normal.text()).isEqualTo("aefix");
    assertThat(normal.position(1)).isEqualTo(2);
    assertThat(normal.position(2)).isEqualTo(4);
    assertThat(normal.position(3)).isEqualTo(4);
    assertThat(normal.position(4)).isEqualTo(5);
  }

  @Test
  void it_does_not_tell_its_text() {
    assertThat(NormalText.of("secret").toString()).doesNotContain("secret");
    assertThat(NormalText.of("?! --").length()).isZero();
  }
}
