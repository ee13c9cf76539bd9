package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Secret;
import io.sluice.model.SetClock;
import io.sluice.model.Stretch;
import java.lang.foreign.MemorySegment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Content that comes back in another dress, and values that are too short for fingerprints. */
class DecodedTest {
  private static final Label WEB = new Label(Integrity.UNTRUSTED, Level.PUBLIC, Categories.NONE);
  private static final Label SECRET =
      new Label(Integrity.INTERNAL, Level.RESTRICTED, Categories.of("pii"));
  private static final Origin PAGE = new Origin("0197d1a2-0000-7000-8000-000000000001", "answer:0");
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final SetClock clock = new SetClock(Instant.parse("2026-11-26T12:00:00Z"));
  private final LineageIndex index =
      new LineageIndex(
          MemorySegment.ofArray(new long[1 << 18]),
          IndexSettings.DEFAULT,
          tenant -> Secret.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
          clock);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base32(String text) {
    var out = new StringBuilder();
    int held = 0;
    int count = 0;
    for (byte b : bytes(text)) {
      held = held << 8 | b & 0xFF;
      for (count += 8; count >= 5; count -= 5) {
        out.append(BASE32.charAt(held >>> count - 5 & 31));
      }
      held &= (1 << count) - 1;
    }
    return count == 0
        ? out.toString()
        : out.append(BASE32.charAt(held << 5 - count & 31)).toString();
  }

  private static String unicode(String text) {
    var out = new StringBuilder();
    text.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
    return out.toString();
  }

  private static String entities(String text) {
    var out = new StringBuilder();
    text.chars().forEach(c -> out.append(c % 3 == 0 ? "&#" + c + ";" : Character.toString(c)));
    return out.toString();
  }

  private static String json(String text) {
    return "{\"body\": \"" + text.replace("\n", "\\n").replace("\"", "\\\"") + "\"}";
  }

  private static Map<String, UnaryOperator<String>> dresses() {
    var all = new TreeMap<String, UnaryOperator<String>>();
    all.put("json", DecodedTest::json);
    all.put("json in json", text -> json(json(text).replace("\\", "\\\\")));
    all.put("unicode escapes", DecodedTest::unicode);
    all.put("entities", DecodedTest::entities);
    all.put("percent", text -> URLEncoder.encode(text, StandardCharsets.UTF_8));
    all.put("base64", text -> Base64.getEncoder().encodeToString(bytes(text)));
    all.put(
        "base64url", text -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text)));
    all.put("base64 in lines", text -> Base64.getMimeEncoder().encodeToString(bytes(text)));
    all.put("base64 in json", text -> json(Base64.getEncoder().encodeToString(bytes(json(text)))));
    all.put("base32", DecodedTest::base32);
    all.put("hex", text -> HexFormat.of().formatHex(bytes(text)));
    all.put("base64 of base64", text -> all.get("base64").apply(all.get("base64").apply(text)));
    return all;
  }

  @Test
  void a_run_of_71_characters_is_known_in_every_dress_and_the_other_way_round() {
    var missed = new ArrayList<String>();
    dresses()
        .forEach(
            (name, dress) -> {
              for (int seed = 0; seed < 20; seed++) {
                var random = new Random(seed);
                String text = LineageIndexTest.prose(random, 300);
                String other = LineageIndexTest.prose(random, 300);
                String tenant = name + seed;
                index.learn(tenant, text, WEB, PAGE);
                String quote = text.substring(40, 160);
                if (index.recognise(tenant, other + " " + dress.apply(quote)).isEmpty()) {
                  missed.add(name + " quoted, seed " + seed);
                }
                index.learn(tenant, "Result: " + dress.apply(other), WEB, PAGE);
                if (index.recognise(tenant, "they say " + other.substring(40, 160)).isEmpty()) {
                  missed.add(name + " learned, seed " + seed);
                }
              }
            });
    assertThat(missed).isEmpty();
  }

  @Test
  void the_stretch_is_where_the_dressed_text_stands() {
    String text = LineageIndexTest.prose(new Random(3), 200);
    index.learn("acme", text, WEB, PAGE);
    String block = Base64.getEncoder().encodeToString(bytes(text));
    String before = "Please decode this for me and do as it says: ";
    Stretch known = index.recognise("acme", before + block + " Thank you!").getFirst();
    assertThat(known.span().start()).isBetween(before.length(), before.length() + 8);
    assertThat(known.span().end())
        .isBetween(before.length() + block.length() - 8, before.length() + block.length());
  }

  @Test
  void values_are_known_in_any_layout() {
    var layouts =
        Map.of(
            "Ring +44 (0)20 7946 0958 now", "+44-020-7946-0958",
            "Pay DE89 3704 0044 0532 0130 00 today", "iban=DE89370400440532013000;",
            "card 4539 1488 0343 6467.", "{\"card\": \"4539148803436467\"}",
            "write to Ann.Lee@Example.org, please", "<ann.lee@example.org>",
            "see https://www.example.org/a/handbook?page=12.",
                "(http://example.org/a/handbook?page=12)",
            "case 4471-BX-90 is closed", "4471BX90",
            "token sk_live_51Hk92LmQz", "'sk_live_51Hk92LmQz'");
    layouts.forEach(
        (text, layout) -> {
          index.learn("acme", text, SECRET, PAGE);
          assertThat(index.recognise("acme", "as to " + layout + " what is it?"))
              .as(layout)
              .anySatisfy(known -> assertThat(known.label()).isEqualTo(SECRET));
        });
  }

  @Test
  void dates_words_and_sites_say_nothing_of_how_confidential_they_are() {
    index.learn(
        "acme",
        "On 2026-11-26T10:00:00 and 20261126 and 26.11.2026, in version 1.25.3 of utf-8 at"
            + " https://example.org/ the board met, see example-of-a-word.",
        SECRET,
        PAGE);
    for (String text :
        List.of(
            "It is 2026-11-26T10:00:00 now",
            "day 20261126",
            "am 26.11.2026",
            "version 1.25.3",
            "an example-of-a-word")) {
      assertThat(index.recognise("acme", text)).as(text).isEmpty();
    }
    assertThat(index.recognise("acme", "see https://example.org"))
        .allSatisfy(known -> assertThat(known.label().level()).isEqualTo(Level.PUBLIC));
  }

  private static final Lineage.Party READER = new Lineage.Party("acme", "reader");
  private static final Lineage.Party PLANNER = new Lineage.Party("acme", "planner");

  private List<Stretch> heard(Lineage.Party by, String words, Lineage.Voice voice) {
    return index.look(by, words, voice).stretches();
  }

  @Test
  void a_value_in_a_principals_own_words_is_not_less_trusted_because_its_application_read_it() {
    index.learn(READER, "Contact: bob@acme.example, thanks", WEB, PAGE);
    String words = "Mail the summary to bob@acme.example.";
    assertThat(heard(READER, words, Lineage.Voice.OWN)).isEmpty();
    assertThat(index.recognise("acme", words)).hasSize(1);
  }

  @Test
  void a_value_that_only_another_application_read_is_as_trustworthy_as_there() {
    index.learn(READER, "Contact: bob@acme.example, thanks", WEB, PAGE);
    String words = "Notes: bob@acme.example";
    assertThat(heard(PLANNER, words, Lineage.Voice.OWN))
        .singleElement()
        .satisfies(known -> assertThat(known.label().integrity()).isEqualTo(Integrity.UNTRUSTED));
    assertThat(heard(PLANNER, words, Lineage.Voice.OPERATOR)).isEmpty();
  }

  @Test
  void a_value_that_an_application_said_first_stays_its_own_whoever_reads_it_later() {
    index.meets(PLANNER, "Mail bob@acme.example every Friday.");
    index.learn(READER, "Contact: bob@acme.example, thanks", WEB, PAGE);
    String words = "Once more to bob@acme.example, please.";
    assertThat(heard(PLANNER, words, Lineage.Voice.OWN)).isEmpty();
    assertThat(heard(new Lineage.Party("acme", "third"), words, Lineage.Voice.OWN)).hasSize(1);
  }

  @Test
  void saying_a_value_that_is_known_already_makes_it_nobodys_own() {
    index.learn(READER, "Contact: bob@acme.example, thanks", WEB, PAGE);
    index.meets(PLANNER, "Notes: bob@acme.example");
    assertThat(heard(PLANNER, "Notes: bob@acme.example", Lineage.Voice.OWN)).hasSize(1);
  }

  @Test
  @Timeout(120)
  void what_is_made_to_cost_costs_little() {
    var texts = new ArrayList<String>();
    texts.add("\uD800".repeat(50_000));
    texts.add("a".repeat(1_000_000));
    texts.add("7".repeat(1_000_000));
    texts.add("1 ".repeat(10_000));
    texts.add("a:".repeat(10_000));
    texts.add("\\u0041".repeat(50_000));
    texts.add("&#38;amp;".repeat(10_000));
    texts.add("%25".repeat(60_000));
    texts.add("[".repeat(60_000) + "]".repeat(60_000));
    texts.add("x@".repeat(60_000) + ".");
    texts.add("://".repeat(60_000));
    String nested = "deep inside there is nothing at all to be found by anybody";
    while (nested.length() < 200_000) {
      nested = Base64.getEncoder().encodeToString(bytes(nested));
    }
    texts.add(nested);
    texts.add(("A".repeat(31) + " ").repeat(10_000));
    texts.add(("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY= ").repeat(5_000));
    for (String text : texts) {
      index.learn("acme", text, WEB, PAGE);
      assertThat(index.recognise("acme", text)).isNotNull();
    }
    clock.advance(Duration.ofHours(1));
    assertThat(index.recognise("acme", "an ordinary sentence that nobody has said before"))
        .isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }

  @Test
  void what_there_is_too_much_of_to_decode_is_said_and_counts_as_the_worst() {
    String record = "the kiln in the east yard is leased until the second spring after next, ";
    index.learn(new Lineage.Party("acme", ""), record.repeat(3), SECRET, PAGE);
    // escapes and blocks inside escapes and blocks: the sixth view is more than there is room for
    String inner = "%41 " + base64("so it goes on and on in the yard %41 ".repeat(100) + record);
    String text = "%2541 " + base64(inner);
    var known = index.look(new Lineage.Party("acme", ""), text, Lineage.Voice.ANY);
    assertThat(known.read()).isFalse();
    List<Stretch> counted = index.recognise("acme", text);
    assertThat(counted).hasSize(1);
    assertThat(counted.getFirst().span().length()).isEqualTo(text.length());
    assertThat(counted.getFirst().label().level()).isEqualTo(Level.RESTRICTED);
    assertThat(counted.getFirst().label().integrity()).isEqualTo(Integrity.UNTRUSTED);

    String twice = "%41 " + base64(base64(record.repeat(3)));
    assertThat(index.look(new Lineage.Party("acme", ""), twice, Lineage.Voice.ANY).read())
        .as("what fits")
        .isTrue();
    assertThat(index.recognise("acme", twice)).isNotEmpty();
  }
}
