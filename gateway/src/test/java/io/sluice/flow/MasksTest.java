package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.inspect.Samples;
import io.sluice.model.Bytes;
import io.sluice.model.Categories;
import io.sluice.model.Example;
import io.sluice.model.Exposure;
import io.sluice.model.Findings;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Provenance;
import io.sluice.model.Request;
import io.sluice.model.Secret;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MasksTest {
  private static final Inspector INSPECTOR = new Inspector(InspectSettings.DEFAULT);
  private static final Secret KEY = Secret.of("a key of thirty-two bytes or more");
  private static final Masks MASKS = new Masks(KEY, FlowSettings.DEFAULT);
  private static final Categories ALL = Categories.of("pii", "pci", "secret");
  private static final Principal ANN = principal("acme", "k1");

  private static Principal principal(String tenant, String id) {
    Principal plain = Example.principal(Allowance.NONE);
    return new Principal(
        tenant, id, plain.affiliation(), plain.grants(), plain.allowance(), plain.delegation());
  }

  private static Masked plan(Principal principal, Request request, Categories mask) {
    return MASKS.plan(principal, request, INSPECTOR.inspect(request), mask);
  }

  private static Masked plan(String text) {
    return plan(ANN, Requests.of(Source.USER, text), ALL);
  }

  /** What a caller gets when the model says {@code text}, in pieces of up to {@code most}. */
  private static String echo(Restorer restorer, String text, Samples samples, int most) {
    var out = new StringBuilder();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + samples.below(most));
      out.append(restorer.feed(text.substring(from, to)));
      assertThat(to - out.length()).isLessThan(text.length());
      from = to;
    }
    return out.append(restorer.finish()).toString();
  }

  @Test
  void masking_then_restoring_is_the_identity_for_any_chunking() {
    for (int seed = 0; seed < 1_000; seed++) {
      var samples = new Samples(seed);
      Written written = Written.any(samples);
      Masked masked = plan(ANN, written.request(), ALL);
      Restoration restoration = masked.restoration();
      for (int i = 0; i < written.texts().size(); i++) {
        boolean json = written.request().segments().get(i).json();
        Restorer restorer = json ? restoration.arguments() : restoration.text();
        assertThat(echo(restorer, masked.text(i), samples, 1 + samples.below(12)))
            .as("seed %d", seed)
            .isEqualTo(written.texts().get(i));
      }
      for (Tally tally : restoration.tallies()) {
        assertThat(tally.restored()).as("seed %d", seed).isEqualTo(tally.masked());
      }
    }
  }

  @Test
  void a_thousand_conversations_at_once_never_mix() throws InterruptedException {
    var wrong = new ConcurrentLinkedQueue<String>();
    var placeholders = new ConcurrentHashMap<String, Integer>();
    var start = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    await(start);
                    converse(number, placeholders).ifPresent(wrong::add);
                  }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(placeholders).as("all of them mask the same value, each its own way").hasSize(1_000);
    for (int i = 0; i < 1_000; i++) { // nobody's model can bring back what another one's stands for
      var mine = plan(caller(i), Requests.of(Source.USER, "mail ann@firm.example"), ALL);
      String others = String.join(" ", List.copyOf(placeholders.keySet()).subList(0, 20));
      String own = mine.text(0).substring(5);
      String said = mine.restoration().text().feed(others.replace(own, "") + " ");
      assertThat(said).doesNotContain("@firm.example");
    }
  }

  private static void await(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Principal caller(int number) {
    return principal("tenant" + number % 40, "key" + number);
  }

  /** Masks and restores two turns of one conversation; what went wrong, if anything. */
  private static Optional<String> converse(int number, Map<String, Integer> placeholders) {
    String own = "user" + number + "@home.example";
    Masked first = plan(caller(number), Requests.of(Source.USER, "mail ann@firm.example"), ALL);
    Masked second =
        plan(
            caller(number),
            Requests.of(Source.USER, "mail ann@firm.example and " + own + " too"),
            ALL);
    placeholders.put(first.text(0).substring(5), number);
    Restorer restorer = second.restoration().text();
    String back = restorer.feed(second.text(0)) + restorer.finish();
    boolean stable = second.text(0).startsWith(first.text(0));
    boolean right = back.equals("mail ann@firm.example and " + own + " too");
    return stable && right ? Optional.empty() : Optional.of(number + ": " + back);
  }

  @Test
  void splices_give_the_same_texts_and_leave_every_other_byte() {
    for (int seed = 0; seed < 1_000; seed++) {
      Written written = Written.any(new Samples(seed));
      Masked masked = plan(ANN, written.request(), ALL);
      List<Splice> splices = masked.splices(written.body());
      Bytes sent = Splice.apply(written.body(), splices);
      List<String> texts = Written.read(sent).texts();
      for (int i = 0; i < texts.size(); i++) {
        assertThat(texts.get(i)).as("seed %d", seed).isEqualTo(masked.text(i));
      }
      var back = new ArrayList<Splice>();
      int moved = 0;
      for (Splice splice : splices) {
        int start = splice.span().start() + moved;
        int end = start + splice.replacement().length();
        back.add(new Splice(new Span(start, end), written.body().slice(splice.span())));
        moved += splice.replacement().length() - splice.span().length();
      }
      assertThat(Splice.apply(sent, back)).as("seed %d", seed).isEqualTo(written.body());
    }
  }

  @Test
  void nothing_that_was_found_is_left_of_the_masked_categories() {
    for (int seed = 0; seed < 300; seed++) {
      Written written = Written.any(new Samples(seed));
      Findings findings = INSPECTOR.inspect(written.request());
      Masked masked = MASKS.plan(ANN, written.request(), findings, ALL);
      for (int i = 0; i < written.texts().size(); i++) {
        String before = written.texts().get(i);
        for (var found : findings.bySegment().get(i)) {
          assertThat(masked.text(i))
              .doesNotContain(before.substring(found.span().start(), found.span().end()));
        }
      }
    }
  }

  @Test
  void a_value_has_one_placeholder_in_every_turn_and_another_for_every_principal() {
    String first = plan("mail ann@firm.example").text(0);
    assertThat(first).matches("mail EMAIL_[0-9A-HJKMNP-TV-Z]{10}");
    assertThat(plan("later: bob@firm.example, then ann@firm.example").text(0))
        .endsWith(first.substring(5));
    for (Principal other : List.of(principal("acme", "k2"), principal("acmek", "1"))) {
      var request = Requests.of(Source.USER, "mail ann@firm.example");
      assertThat(plan(other, request, ALL).text(0)).isNotEqualTo(first);
    }
    var elsewhere =
        new Masks(Secret.of("another key of thirty-two bytes..."), FlowSettings.DEFAULT);
    var request = Requests.of(Source.USER, "mail ann@firm.example");
    assertThat(elsewhere.plan(ANN, request, INSPECTOR.inspect(request), ALL).text(0))
        .isNotEqualTo(first);
  }

  @Test
  void spellings_of_one_value_share_a_stem_and_come_back_as_they_were() {
    String text = "Ann@Firm.example ann@firm.example";
    Masked masked = plan(text);
    String[] tokens = masked.text(0).split(" ");
    assertThat(tokens[0]).isNotEqualTo(tokens[1]).startsWith(tokens[1].substring(0, 14));
    assertThat(masked.restoration().text().feed(masked.text(0) + "!")).isEqualTo(text + "!");
  }

  @Test
  void only_placeholders_of_this_request_are_restored() {
    String others =
        plan(principal("acme", "k2"), Requests.of(Source.USER, "a@b.example"), ALL).text(0);
    String mine = plan("c@d.example").text(0);
    Restorer restorer = plan("c@d.example").restoration().text();
    String said = others + " EMAIL_ EMAIL_0000000000 " + mine + " CARD_0000000000.";
    assertThat(restorer.feed(said) + restorer.finish())
        .isEqualTo(said.replace(mine, "c@d.example"));
  }

  @Test
  void a_placeholder_that_stands_in_the_request_already_is_never_a_values() {
    String token = plan("c@d.example").text(0);
    Masked masked = plan(token + " and c@d.example");
    assertThat(masked.text(0))
        .startsWith(token + " and EMAIL_")
        .isNotEqualTo(token + " and " + token);
    assertThat(masked.restoration().text().feed(masked.text(0)))
        .isEqualTo(token + " and c@d.example");
  }

  @Test
  void what_may_begin_a_placeholder_is_held_back_no_longer_than_one() {
    Masked masked = plan("c@d.example");
    String token = masked.text(0);
    Restorer restorer = masked.restoration().text();
    assertThat(restorer.feed("write to E")).isEqualTo("write to ");
    assertThat(restorer.feed("MAIL or EMA")).isEqualTo("EMAIL or ");
    assertThat(restorer.feed(token.substring(3, 15))).isEmpty();
    assertThat(restorer.feed(token.substring(15) + "EMAIL_1")).isEqualTo("c@d.example");
    assertThat(restorer.feed("-")).isEqualTo("EMAIL_1-");
    assertThat(restorer.feed("EMAIL_AB")).isEmpty();
    assertThat(restorer.finish()).isEqualTo("EMAIL_AB");
    assertThat(restorer.finish()).isEmpty();
  }

  @Test
  void a_value_comes_back_escaped_in_arguments_and_plain_in_text() {
    String key = new Samples(3).privateKey();
    Masked masked = plan("my key:\n" + key);
    String token = masked.text(0).substring(8);
    assertThat(masked.restoration().text().feed(token)).isEqualTo(key);
    assertThat(masked.restoration().arguments().feed("{\"k\":\"" + token + "\"}"))
        .isEqualTo("{\"k\":\"" + key.replace("\n", "\\n") + "\"}");
  }

  @Test
  void a_number_in_json_becomes_a_string() {
    String card = Samples.luhn("411122223333444");
    String json = "{\"card\":-" + card + ",\"s\":\"" + card + "\"}";
    var raw = new Segment(Source.TOOL_CALL, json, new Span(0, json.length()), Coding.RAW);
    Masked masked = plan(ANN, Requests.of(List.of(raw)), ALL);
    assertThat(masked.text(0)).matches("\\{\"card\":\"CARD_\\w{10}\",\"s\":\"CARD_\\w{10}\"}");
    assertThat(Splice.apply(Bytes.utf8(json), masked.splices(Bytes.utf8(json))).utf8())
        .isEqualTo(masked.text(0));
  }

  @Test
  void only_chosen_categories_are_masked_and_an_untouched_request_costs_nothing() {
    String card = Samples.luhn("411122223333444");
    var request = Requests.of(Source.USER, "ann@firm.example pays " + card);
    Masked masked = plan(ANN, request, Categories.of("pci"));
    assertThat(masked.text(0)).startsWith("ann@firm.example pays CARD_");
    assertThat(masked.restoration().tallies()).containsExactly(new Tally("pci", 1, 0));
    Masked none = plan(ANN, request, Categories.of("secret"));
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.segment(request.segments().getFirst())).isSameAs(request.segments().getFirst());
    assertThat(none.splices(Bytes.EMPTY)).isEmpty();
    assertThat(none.restoration().text().feed("CARD_")).isEqualTo("CARD_");
  }

  @Test
  void only_what_was_masked_lowers_the_label() {
    String card = Samples.luhn("411122223333444");
    var request = Requests.of(Source.USER, "ann@firm.example pays " + card);
    Findings findings = INSPECTOR.inspect(request);
    Exposure exposure =
        new Labeller(FlowSettings.DEFAULT).label(ANN, Provenance.NONE, findings, Declared.NONE);
    assertThat(exposure.label().level()).isEqualTo(Level.CONFIDENTIAL);
    var lower =
        Declassifier.masked(exposure, MASKS.plan(ANN, request, findings, Categories.of("pci")));
    assertThat(lower.rule()).isEqualTo(Declassifier.MASKING);
    assertThat(lower.label())
        .isEqualTo(new Label(ANN.grants().integrity(), ANN.grants().level(), Categories.of("pii")));
    var same =
        Declassifier.masked(exposure, MASKS.plan(ANN, request, findings, Categories.of("secret")));
    assertThat(same).isEqualTo(new Declassifier.Declassified(exposure.label(), ""));
  }

  @Test
  void ten_thousand_values_take_no_more_than_their_share() {
    var text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("user").append(i).append("@firm.example ");
    }
    Masked masked = plan(text.toString());
    Restorer restorer = masked.restoration().text();
    assertThat(restorer.feed(masked.text(0)) + restorer.finish()).isEqualTo(text.toString());
    assertThat(masked.restoration().tallies()).containsExactly(new Tally("pii", 10_000, 0));
  }
}
