package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.audit.Custody.Seen;
import io.sluice.audit.Sighting.How;
import io.sluice.audit.Sighting.Piece;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What every custody index keeps to. */
public abstract class CustodyContract {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String TEXT =
      "Bruckner and Lind agreed on Tuesday to move the whole of the archive to the new building, "
          + "which costs 41,200 euros and takes until the end of the second week of March.";

  private final Fingerprints prints = new Fingerprints(tenant -> Secret.of("key of " + tenant));

  protected abstract Custody custody();

  @Test
  void a_text_is_found_whole_and_in_part_and_only_in_its_tenant() {
    add("1", NOON, piece(TEXT, Way.PROMPT, How.CLEAR));
    assertThat(find(TEXT).getFirst().match().exact()).isTrue();
    Seen part = find(TEXT.substring(15, 120).toUpperCase(Locale.ROOT)).getFirst();
    assertThat(part.match().exact()).isFalse();
    assertThat(part.match().matched()).isPositive();
    assertThat(find("Bruckner and Lind")).isEmpty();
    assertThat(custody().find("other", prints.query("other", TEXT), 9)).isEmpty();
    assertThat(custody().tenants()).containsExactly("t");
  }

  @Test
  void a_short_text_is_found_where_it_stood_alone() {
    add("1", NOON, piece("Yes, do.", Way.PROMPT, How.CLEAR));
    assertThat(find("YES DO")).hasSize(1);
  }

  @Test
  void what_was_masked_says_so_and_what_stood_beside_it_went_in_clear() {
    String masked = TEXT.replace("second week of March", "<DATE_8f3a2c>");
    add("1", NOON, piece(TEXT, Way.PROMPT, How.MASKED), piece(masked, Way.PROMPT, How.CLEAR));
    assertThat(find(TEXT).getFirst().how()).isEqualTo(How.MASKED);
    assertThat(find(TEXT.substring(0, 125)).getFirst().how()).isEqualTo(How.CLEAR);
    assertThat(find(TEXT)).hasSize(1);
  }

  @Test
  void the_newest_come_first_and_no_more_than_asked_for() {
    for (int i = 0; i < 5; i++) {
      add("x" + i, NOON.plusSeconds(i), piece(TEXT, Way.PROMPT, How.CLEAR));
    }
    assertThat(custody().find("t", prints.query("t", TEXT), 2))
        .extracting(seen -> seen.exchange().value())
        .containsExactly("x4", "x3");
  }

  @Test
  void an_answer_that_stands_in_a_later_prompt_is_a_link_and_a_short_one_is_not() {
    add("1", NOON, piece(TEXT, Way.ANSWER, How.CLEAR), piece("ok", Way.ANSWER, How.CLEAR));
    add("2", NOON.plusSeconds(5), piece(TEXT, Way.PROMPT, How.CLEAR));
    add("3", NOON.plusSeconds(6), piece("ok", Way.PROMPT, How.CLEAR));
    var link = new Custody.Link(new ExchangeId("1"), new ExchangeId("2"));
    assertThat(custody().links(new ExchangeId("1"), 9)).containsExactly(link);
    assertThat(custody().links(new ExchangeId("2"), 9)).containsExactly(link);
    assertThat(custody().links(new ExchangeId("3"), 9)).isEmpty();
  }

  @Test
  void an_erased_exchange_saw_nothing_and_what_others_showed_stays() {
    add("1", NOON, piece(TEXT, Way.PROMPT, How.CLEAR));
    add("2", NOON, piece(TEXT, Way.PROMPT, How.CLEAR), piece("Only here.", Way.PROMPT, How.CLEAR));
    assertThat(custody().salt(new ExchangeId("2"))).hasValue(Bytes.utf8("salt of 2"));
    assertThat(custody().erase(new ExchangeId("2"))).isTrue();
    assertThat(custody().erase(new ExchangeId("2"))).isFalse();
    assertThat(find(TEXT)).extracting(seen -> seen.exchange().value()).containsExactly("1");
    assertThat(find("Only here.")).isEmpty();
    assertThat(custody().salt(new ExchangeId("2"))).isEmpty();
    assertThat(custody().erase(new ExchangeId("1"))).isTrue();
    assertThat(find(TEXT)).isEmpty();
    assertThat(custody().tenants()).isEmpty();
  }

  @Test
  void a_text_that_was_erased_is_found_again_where_it_is_shown_again() {
    add("1", NOON, piece(TEXT, Way.PROMPT, How.CLEAR));
    assertThat(custody().erase(new ExchangeId("1"))).isTrue();
    add("2", NOON.plusSeconds(5), piece(TEXT, Way.PROMPT, How.CLEAR));
    assertThat(find(TEXT)).extracting(seen -> seen.exchange().value()).containsExactly("2");
    assertThat(custody().eraseBefore(NOON.plusSeconds(9), 100)).isEqualTo(1);
    add("3", NOON.plusSeconds(10), piece(TEXT, Way.PROMPT, How.CLEAR));
    assertThat(find(TEXT)).extracting(seen -> seen.exchange().value()).containsExactly("3");
    assertThat(find(TEXT.substring(15, 120)).getFirst().match().matched()).isPositive();
  }

  @Test
  void what_is_older_than_a_moment_can_be_forgotten() {
    add("1", NOON, piece(TEXT, Way.PROMPT, How.CLEAR));
    add("2", NOON.plus(Duration.ofDays(3)), piece(TEXT, Way.PROMPT, How.CLEAR));
    assertThat(custody().eraseBefore(NOON.plusSeconds(1), 100)).isEqualTo(1);
    assertThat(find(TEXT)).extracting(seen -> seen.exchange().value()).containsExactly("2");
  }

  @Test
  void every_turn_of_a_conversation_shows_all_that_went_before_it() {
    for (int turn = 1; turn <= 4; turn++) {
      add("t" + turn, NOON.plusSeconds(turn), conversation(turn));
    }
    assertThat(find(message(1)))
        .extracting(seen -> seen.exchange().value())
        .containsExactly("t4", "t3", "t2", "t1");
    assertThat(find(message(3)))
        .extracting(seen -> seen.exchange().value())
        .containsExactly("t4", "t3");
    assertThat(find(answer(2)))
        .extracting(seen -> seen.exchange().value(), Seen::way)
        .containsExactly(tuple("t4", Way.PROMPT), tuple("t3", Way.PROMPT), tuple("t2", Way.ANSWER));
    assertThat(custody().links(new ExchangeId("t2"), 9))
        .extracting(link -> link.from().value() + link.to().value())
        .containsExactlyInAnyOrder("t2t3", "t2t4", "t1t2");
  }

  @Test
  void a_turn_that_is_erased_takes_only_what_it_alone_showed() {
    for (int turn = 1; turn <= 3; turn++) {
      add("t" + turn, NOON.plusSeconds(turn), conversation(turn));
    }
    assertThat(custody().erase(new ExchangeId("t3"))).isTrue();
    assertThat(find(message(3))).isEmpty();
    assertThat(find(answer(3))).isEmpty();
    assertThat(find(answer(2))).extracting(seen -> seen.exchange().value()).containsExactly("t2");
    assertThat(custody().erase(new ExchangeId("t1"))).isTrue();
    assertThat(find(message(1))).extracting(seen -> seen.exchange().value()).containsExactly("t2");
    add("t3", NOON.plusSeconds(9), conversation(3));
    assertThat(find(message(3))).extracting(seen -> seen.exchange().value()).containsExactly("t3");
  }

  @Test
  void what_an_exchange_shows_later_joins_what_it_showed() {
    add("1", NOON, piece(TEXT, Way.PROMPT, How.CLEAR));
    add("1", NOON, piece("Only here.", Way.ANSWER, How.CLEAR));
    assertThat(find(TEXT)).hasSize(1);
    assertThat(find("Only here.")).hasSize(1);
  }

  private Piece[] conversation(int turns) {
    var all = new ArrayList<Piece>();
    for (int turn = 1; turn <= turns; turn++) {
      all.add(piece(message(turn), Way.PROMPT, How.CLEAR));
      all.add(piece(answer(turn), turn < turns ? Way.PROMPT : Way.ANSWER, How.CLEAR));
    }
    return all.toArray(Piece[]::new);
  }

  private static String message(int turn) {
    return switch (turn) {
      case 1 -> "Who moved the archive, and was anybody asked about the old shelves beforehand?";
      case 2 -> "Then write to Ms Lind that her budget for lorries was used up by the weather.";
      case 3 -> "Which of these rooms could take forty more boxes without a second visit?";
      default -> "Thank you. Now the same for the library of maps, in three short sentences.";
    };
  }

  private static String answer(int turn) {
    return switch (turn) {
      case 1 -> "Bruckner did, on a Tuesday; the caretakers heard of it from the newspaper.";
      case 2 -> "Dear Ms Lind, rain and a flooded bridge have cost us every lorry we had hired.";
      case 3 -> "Only the attic: its floor was made stronger when the printing press stood there.";
      default -> "Maps travel flat. Two people carry each drawer. Nobody folds anything at all.";
    };
  }

  private List<Seen> find(String text) {
    return custody().find("t", prints.query("t", text), 100);
  }

  private Piece piece(String text, Way way, How how) {
    return new Piece(prints.of("t", text), way, "cloud/small", how);
  }

  private void add(String id, Instant at, Piece... pieces) {
    var owner = new Owner(new ExchangeId(id), "t", "key-1", "", Level.INTERNAL, at);
    custody().add(List.of(new Sighting(owner, Bytes.utf8("salt of " + id), List.of(pieces))));
  }
}
