package io.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Exposure;
import io.sluice.model.Finding;
import io.sluice.model.Findings;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Provenance;
import io.sluice.model.Readers;
import io.sluice.model.Segment.Source;
import io.sluice.model.Span;
import io.sluice.model.Stop;
import io.sluice.model.Stretch;
import io.sluice.model.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final FlowSettings SETTINGS = FlowSettings.DEFAULT;
  private static final Labeller LABELLER = new Labeller(SETTINGS);

  private static Label any(Random random) {
    var names = new ArrayList<String>();
    for (String category : SETTINGS.categories()) {
      if (random.nextInt(4) == 0) {
        names.add(category);
      }
    }
    return new Label(
        List.of(Integrity.values()).get(random.nextInt(4)),
        List.of(Level.values()).get(random.nextInt(4)),
        Categories.of(names),
        random.nextInt(3) == 0 ? Readers.EVERYONE : readers(random));
  }

  private static Readers readers(Random random) {
    var named = new ArrayList<String>();
    for (String name : List.of("hr", "legal", "support", "ann@x.org")) {
      if (random.nextBoolean()) {
        named.add(name);
      }
    }
    return Readers.of(named);
  }

  private static Principal principal(Level level, Integrity integrity) {
    Principal plain = Example.principal(Allowance.NONE);
    return new Principal(
        plain.tenant(),
        plain.id(),
        plain.affiliation(),
        new Grants(level, null, integrity, List.of()),
        plain.allowance(),
        plain.delegation());
  }

  private static Provenance traced(Principal principal, Source source) {
    var speaker = new Tracer.Speaker(principal, Declared.NONE, "auto");
    return new Tracer(SETTINGS, ToolPolicies.NONE, Lineage.NONE)
        .trace(speaker, Requests.of(source, "x"));
  }

  private static Findings findings(String... types) {
    var list = new ArrayList<Finding>();
    for (String type : types) {
      list.add(new Finding(type, Span.NONE));
    }
    return new Findings(List.of(list), List.of());
  }

  @Test
  void labels_are_a_lattice_whose_order_is_may_flow_to() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      Label a = any(random);
      Label b = any(random);
      Label c = any(random);
      assertThat(a.join(b)).isEqualTo(b.join(a));
      assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
      assertThat(a.join(a)).isEqualTo(a);
      assertThat(a.join(Label.BOTTOM)).isEqualTo(a);
      assertThat(a.flowsTo(a.join(b))).isTrue();
      assertThat(a.flowsTo(b)).isEqualTo(a.join(b).equals(b));
      assertThat(!a.flowsTo(c) || !b.flowsTo(c) || a.join(b).flowsTo(c)).isTrue();
      assertThat(Declared.parse(a.text(), SETTINGS).label()).isEqualTo(a);
      assertThat(a.join(b).readers()).isEqualTo(a.readers().meet(b.readers()));
      assertThat(a.join(b).readers().within(a.readers())).isTrue();
    }
  }

  @Test
  void what_the_caller_declares_is_read_in_every_form() {
    assertThat(Declared.parse("confidential", SETTINGS).label())
        .isEqualTo(new Label(Integrity.OPERATOR, Level.CONFIDENTIAL, Categories.NONE));
    assertThat(Declared.parse(" Internal ; PII, hr ;untrusted", SETTINGS).label())
        .isEqualTo(new Label(Integrity.UNTRUSTED, Level.INTERNAL, Categories.of("hr", "pii")));
    assertThat(Declared.parse("public;untrusted", SETTINGS).label())
        .isEqualTo(new Label(Integrity.UNTRUSTED, Level.PUBLIC, Categories.NONE));
    var twice =
        new Headers(
            List.of(
                new Header("X-Sluice-Labels", "internal;pii"),
                new Header("x-sluice-labels", "public;hr;internal")));
    assertThat(Declared.of(twice, SETTINGS).label())
        .isEqualTo(new Label(Integrity.INTERNAL, Level.INTERNAL, Categories.of("hr", "pii")));
    assertThat(Declared.of(Headers.NONE, SETTINGS)).isSameAs(Declared.NONE);
  }

  @Test
  void an_unknown_word_is_refused_by_name() {
    Map.of(
            "",
            "''",
            "secret",
            "'secret'",
            "internal;piii",
            "'piii'",
            "internal;pii,",
            "''",
            "internal;pii;trusted",
            "'trusted'",
            "internal;untrusted;pii",
            "'untrusted'",
            "internal;pii;user;x",
            "more than",
            "naïve\u0007",
            "'na?ve?'",
            "internal;" + "pii,".repeat(400),
            "longer than")
        .forEach(
            (value, named) ->
                assertThatThrownBy(() -> Declared.parse(value, SETTINGS))
                    .as(value)
                    .isInstanceOfSatisfying(
                        Stop.class,
                        stop -> {
                          assertThat(stop.fault().code()).isEqualTo(Code.INVALID_REQUEST);
                          assertThat(stop.fault().message()).contains(named);
                        }));
  }

  @Test
  void a_declaration_can_only_make_the_label_stricter() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      Label own = any(random);
      Principal principal = principal(own.level(), own.integrity());
      var request = traced(principal, Source.USER);
      Label without = LABELLER.label(principal, request, findings("card"), Declared.NONE).label();
      Label with =
          LABELLER.label(principal, request, findings("card"), new Declared(any(random))).label();
      assertThat(without.flowsTo(with)).isTrue();
    }
  }

  @Test
  void the_label_says_who_sent_it_where_it_comes_from_and_what_stands_in_it() {
    Principal principal = principal(Level.PUBLIC, Integrity.USER);
    Exposure plain =
        LABELLER.label(
            principal,
            traced(principal, Source.USER),
            findings("email", "card", "email"),
            Declared.NONE);
    assertThat(plain.base()).isEqualTo(new Label(Integrity.USER, Level.PUBLIC, Categories.NONE));
    assertThat(plain.found())
        .containsExactly(
            new Exposure.Found("card", SETTINGS.meaning("card").label(), 1),
            new Exposure.Found("email", SETTINGS.meaning("email").label(), 2));
    assertThat(plain.label())
        .isEqualTo(new Label(Integrity.USER, Level.CONFIDENTIAL, Categories.of("pci", "pii")));
    Exposure tool =
        LABELLER.label(
            principal, traced(principal, Source.TOOL_RESULT), Findings.NONE, Declared.NONE);
    assertThat(tool.label())
        .isEqualTo(new Label(Integrity.UNTRUSTED, Level.INTERNAL, Categories.NONE));
  }

  @Test
  void a_detector_that_did_not_run_counts_as_its_worst_finding_above_internal() {
    var request = Provenance.NONE;
    var missing = new Findings(List.of(List.of()), List.of("credential"));
    Exposure low =
        LABELLER.label(principal(Level.INTERNAL, Integrity.USER), request, missing, Declared.NONE);
    assertThat(low.label().level()).isEqualTo(Level.INTERNAL);
    Exposure high =
        LABELLER.label(
            principal(Level.CONFIDENTIAL, Integrity.USER), request, missing, Declared.NONE);
    assertThat(high.masking(Categories.of("secret")).level()).isEqualTo(Level.RESTRICTED);
  }

  @Test
  void a_detector_of_trust_that_did_not_run_makes_the_request_untrusted_and_nothing_else() {
    var missing = new Findings(List.of(List.of()), List.of("injection"));
    for (Level level : Level.values()) {
      Exposure one =
          LABELLER.label(principal(level, Integrity.USER), Provenance.NONE, missing, Declared.NONE);
      assertThat(one.label()).isEqualTo(new Label(Integrity.UNTRUSTED, level, Categories.NONE));
    }
  }

  @Test
  void whatever_is_added_to_a_request_its_label_only_gets_stricter() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      Principal who = principal(any(random).level(), any(random).integrity());
      var traced = new ArrayList<Traced>();
      var found = new ArrayList<List<Finding>>();
      var declared = Declared.NONE;
      Label before = Label.BOTTOM;
      for (int step = 0; step < 8; step++) {
        switch (random.nextInt(3)) {
          case 0 -> declared = new Declared(declared.label().join(any(random)));
          case 1 -> {
            var known = new Stretch(Span.NONE, any(random), List.of());
            traced.add(new Traced(any(random), List.of(known), List.of(known), false));
            found.add(List.of());
          }
          default -> {
            var types = List.copyOf(SETTINGS.findings().keySet());
            String type = types.get(random.nextInt(types.size()));
            traced.add(new Traced(any(random), List.of(), List.of(), false));
            found.add(List.of(new Finding(type, Span.NONE)));
          }
        }
        var provenance = new Provenance(traced);
        Label now =
            LABELLER.label(who, provenance, new Findings(found, List.of()), declared).label();
        assertThat(before.flowsTo(now)).as("seed %d: %s, then %s", seed, before, now).isTrue();
        assertThat(provenance.context().flowsTo(now)).as("seed %d", seed).isTrue();
        before = now;
      }
    }
  }

  @Test
  void an_answer_that_was_given_before_is_not_asked_again_whether_it_gives_orders() {
    Principal who = principal(Level.PUBLIC, Integrity.USER);
    Findings seen = findings(FlowSettings.INJECTION, "card");
    var own = new Label(Integrity.USER, Level.PUBLIC, Categories.NONE);
    for (boolean said : List.of(false, true)) {
      var provenance = new Provenance(List.of(new Traced(own, List.of(), List.of(), said)));
      Label label = LABELLER.label(who, provenance, seen, Declared.NONE).label();
      assertThat(label.integrity()).isEqualTo(said ? Integrity.USER : Integrity.UNTRUSTED);
      assertThat(label.categories().names()).containsExactly("pci");
    }
  }

  @Test
  void settings_that_name_what_is_not_there_are_refused() {
    assertThatThrownBy(
            () ->
                new FlowSettings(
                    List.of("pii"),
                    Level.INTERNAL,
                    SETTINGS.toolResult(),
                    Map.of("card", new Meaning(Categories.of("pci"), Level.PUBLIC)),
                    Markings.NONE,
                    0))
        .hasMessageContaining("findings.card")
        .hasMessageContaining("'pci'");
    assertThatThrownBy(
            () ->
                new FlowSettings(
                    List.of("untrusted"),
                    Level.INTERNAL,
                    SETTINGS.toolResult(),
                    Map.of(),
                    Markings.NONE,
                    0))
        .hasMessageContaining("'untrusted'");
  }
}
