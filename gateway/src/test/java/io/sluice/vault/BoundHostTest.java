package io.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class BoundHostTest {
  private static BoundHost of(String address) {
    return BoundHost.of(URI.create(address));
  }

  @Test
  void letters_and_a_last_dot_do_not_count_but_the_port_does() {
    assertThat(of("https://API.example.com./v1")).isEqualTo(of("https://api.example.com:443"));
    assertThat(of("https://api.example.com").text()).isEqualTo("api.example.com:443");
    assertThat(of("https://api.example.com:8443")).isNotEqualTo(of("https://api.example.com"));
    assertThat(of("https://api.example.com.evil.test")).isNotEqualTo(of("https://api.example.com"));
  }

  @Test
  void clear_text_is_another_host() {
    assertThat(of("http://api.example.com")).isNotEqualTo(of("https://api.example.com"));
  }

  @Test
  void addresses_that_hide_where_they_lead_are_refused() {
    for (String bad :
        new String[] {
          "https://api.example.com@evil.test/", "file:///etc/passwd", "/v1", "ftp://a", "https:///"
        }) {
      assertThatThrownBy(() -> of(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
