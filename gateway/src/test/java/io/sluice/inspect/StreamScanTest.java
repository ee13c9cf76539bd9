package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamScanTest {
  private static final Inspector INSPECTOR = new Inspector(InspectSettings.DEFAULT);
  private static final int HELD_CHARS = 1_100;

  private static String soup(Samples samples) {
    var text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(samples.below(3) == 0 ? samples.value() : samples.prose());
    }
    return text.toString();
  }

  /** Feeds a text in pieces of up to {@code most} characters and checks what is promised. */
  private static List<Finding> stream(String text, int most, Samples samples) {
    StreamScan scan = INSPECTOR.stream();
    var found = new ArrayList<Finding>();
    int fed = 0;
    while (fed < text.length()) {
      int cleared = scan.cleared();
      int to = Math.min(text.length(), fed + 1 + samples.below(most));
      List<Finding> more = scan.feed(text.substring(fed, to));
      for (Finding one : more) {
        assertThat(one.span().start()).isGreaterThanOrEqualTo(cleared);
      }
      found.addAll(more);
      fed = to;
      assertThat(scan.cleared()).isBetween(cleared, fed);
      assertThat(fed - scan.cleared()).isLessThan(HELD_CHARS);
    }
    found.addAll(scan.end());
    assertThat(scan.notScanned()).isEmpty();
    return found;
  }

  private static List<String> starts(List<Finding> findings) {
    return findings.stream().map(found -> found.type() + "@" + found.span().start()).toList();
  }

  @Test
  void however_a_text_is_cut_the_findings_are_those_of_the_whole() {
    for (int seed = 0; seed < 1_000; seed++) {
      var samples = new Samples(seed);
      String text = soup(samples);
      List<Finding> whole = INSPECTOR.scan(text).bySegment().getFirst();
      List<Finding> pieces = stream(text, 1 + samples.below(30), samples);
      assertThat(starts(pieces)).as("seed %d", seed).isEqualTo(starts(whole));
      if (!text.contains("PRIVATE KEY")) {
        assertThat(pieces).as("seed %d", seed).isEqualTo(whole);
      }
    }
  }

  @Test
  void plain_words_are_held_no_longer_than_a_word() {
    StreamScan scan = INSPECTOR.stream();
    scan.feed("Plain words are released ");
    assertThat(scan.cleared()).isEqualTo(25);
    scan.feed("at once ann");
    assertThat(scan.cleared()).isEqualTo(33);
    assertThat(scan.feed("@firm.example")).isEmpty();
    assertThat(starts(scan.feed(" and more"))).containsExactly("email@33");
  }

  @Test
  void endless_words_and_digits_are_held_within_the_bound() {
    var samples = new Samples(1);
    for (String unit :
        List.of("a", "4", "4 ", "-", "+1", "a@", "a.", "-----BEGIN PRIVATE KEY-----")) {
      stream(unit.repeat(4_000 / unit.length()), 7, samples);
    }
    stream("x@" + "a.".repeat(2_000), 3, samples);
    stream(" sk-" + "a1B".repeat(2_000), 3, samples);
    stream(samples.privateKey().substring(0, 60).repeat(3) + "b2".repeat(3_000), 50, samples);
  }
}
