package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Showing.Shown;
import io.sluice.audit.Sighting.How;
import io.sluice.audit.Sighting.Piece;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShowingTest {
  private final Fingerprints fingerprints =
      new Fingerprints(tenant -> Secret.of("a key of 32 bytes for every tenant"));
  private final Owner owner =
      new Owner(
          new ExchangeId("x1"),
          "t\u00e4t",
          "key-1",
          "p1",
          Level.CONFIDENTIAL,
          Instant.parse("2026-03-02T09:00:00Z"));
  private final Showing showing =
      new Showing(
          owner,
          Bytes.utf8("a salt"),
          List.of(
              new Shown(Way.PROMPT, "p/a", "as it was", "as it was"),
              new Shown(Way.PROMPT, "p/a", "with 4111", "with [card]"),
              new Shown(Way.PROMPT, "", "refused", ""),
              new Shown(Way.ANSWER, "p/a", "said whole", "said"),
              new Shown(Way.ANSWER, "p/a", "said <x>", "said some more"),
              new Shown(Way.PROMPT, "p/a", "...", "...")));

  private static List<How> how(Showing one, String text, Fingerprints fingerprints) {
    var prints = fingerprints.of(one.owner().tenant(), text);
    return one.sighting(fingerprints).pieces().stream()
        .filter(piece -> piece.prints().exact().equals(prints.exact()))
        .map(Piece::how)
        .toList();
  }

  @Test
  void what_waits_is_read_back_equal_and_anything_else_is_passed_over() {
    assertThat(Showing.read(showing.written())).contains(showing);
    assertThat(Showing.read(Bytes.utf8("something else"))).isEmpty();
  }

  @Test
  void a_text_is_clear_masked_or_blocked_by_what_arrived_of_it() {
    assertThat(how(showing, "as it was", fingerprints)).containsExactly(How.CLEAR);
    assertThat(how(showing, "with 4111", fingerprints)).containsExactly(How.MASKED);
    assertThat(how(showing, "with [card]", fingerprints)).containsExactly(How.CLEAR);
    assertThat(how(showing, "refused", fingerprints)).containsExactly(How.BLOCKED);
    assertThat(how(showing, "said whole", fingerprints)).containsExactly(How.BLOCKED);
    assertThat(how(showing, "said", fingerprints)).containsExactly(How.CLEAR);
    assertThat(how(showing, "said <x>", fingerprints)).containsExactly(How.MASKED);
    assertThat(showing.sighting(fingerprints).pieces()).hasSize(8); // dots have no letters
  }

  @Test
  void it_says_nothing_of_what_it_holds() {
    assertThat(showing.toString()).doesNotContain("4111", "refused", "said whole");
  }
}
