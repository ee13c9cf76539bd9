package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Principal;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import io.sluice.registry.ProviderSetting.Endpoint;
import io.sluice.registry.ProviderSetting.Offer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
  private static final Instant START = Instant.parse("2026-09-20T00:00:00Z");
  private static final Catalogue CATALOGUE = Catalogue.shipped();

  private static Principal key(String... models) {
    return new Principal(
        "acme",
        "k1",
        new Principal.Affiliation("", "", List.of()),
        new Principal.Grants(Level.INTERNAL, null, Integrity.USER, List.of(models)),
        Principal.Allowance.NONE,
        Principal.Delegation.NONE);
  }

  private static Terms reviewed(Level clearance, String until) {
    return new Terms(
        Zone.EXTERNAL,
        "US",
        30,
        Training.NO,
        clearance,
        new Terms.Review(
            "j.doe", Instant.parse("2026-09-01T00:00:00Z"), Instant.parse(until), false),
        null);
  }

  private static ProviderSetting provider(String name, @Nullable Terms terms, Offer offer) {
    var endpoint = new Endpoint("openai", URI.create("https://" + name + ".example/v1"), "");
    return new ProviderSetting(name, endpoint, name, List.of(), terms, offer);
  }

  private static ProviderSetting vendor(String name, @Nullable Terms terms) {
    var known = CATALOGUE.vendor(name).orElseThrow();
    var endpoint = new Endpoint(known.api(), known.baseUrl(), "");
    return new ProviderSetting(name, endpoint, name, List.of(), terms, Offer.CATALOGUE);
  }

  private static ModelSetting model(String name, String provider, String id) {
    return new ModelSetting(name, provider, id, "", ModelSetting.Traits.NONE, null);
  }

  private static RouteSetting route(String name, String... models) {
    return new RouteSetting(
        name,
        List.of(models),
        RouteSetting.Weights.CHEAPEST,
        RouteSetting.Handling.DEFAULT,
        RouteSetting.Steering.NONE);
  }

  private static Registry registry(
      List<ProviderSetting> providers, List<ModelSetting> models, List<RouteSetting> routes) {
    var settings =
        new RegistrySettings(
            providers, models, routes, Map.of("claude-*", "anthropic", "old-*", "auto"), START);
    return Registry.of(settings, CATALOGUE, NOW);
  }

  private static Registry usual() {
    return registry(
        List.of(
            vendor("openai", reviewed(Level.INTERNAL, "2027-03-01T00:00:00Z")),
            vendor("anthropic", reviewed(Level.CONFIDENTIAL, "2026-12-01T00:00:00Z")),
            provider("own", Terms.NONE, new Offer(List.of("llama3.3:70b", "gpt-5"), true))),
        List.of(model("gpt-large", "openai", "gpt-5.2"), model("gpt-5-nano", "own", "nano")),
        List.of(route("auto", "gpt-large", "own/llama3.3:70b"), route("gpt-5-mini", "gpt-large")));
  }

  private static Fault refusal(Registry registry, String asked, Principal principal) {
    var stop = catchThrowableOfType(Stop.class, () -> registry.resolve(asked, principal));
    return stop.fault();
  }

  @Test
  void names_resolve_in_the_stated_order() {
    var registry = usual();
    assertThat(registry.resolve("auto", key()).candidates()).hasSize(2);
    Target route = registry.resolve("gpt-5-mini", key()); // also a vendor id: the route comes first
    assertThat(route.pinned()).isFalse();
    Target named = registry.resolve("gpt-5-nano", key()); // also a vendor id: the name comes first
    assertThat(named.candidates().getFirst().ref().text()).isEqualTo("own/nano");
    assertThat(named.pinned()).isTrue();
    assertThat(registry.resolve("own/gpt-5", key()).candidates().getFirst().ref().provider())
        .isEqualTo("own");
    assertThat(registry.resolve("gpt-4.1", key()).candidates().getFirst().ref().text())
        .isEqualTo("openai/gpt-4.1");
    assertThat(registry.resolve("old-thing", key()).name()).isEqualTo("auto");
  }

  @Test
  void a_vendor_id_that_two_providers_declare_stands_for_neither() {
    Fault fault = refusal(usual(), "gpt-5", key());
    assertThat(fault.code()).isEqualTo(Code.UNKNOWN_MODEL);
    assertThat(fault.status()).isEqualTo(404);
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest_that_the_key_may_use() {
    Fault fault = refusal(usual(), "gtp-large", key());
    assertThat(fault.details()).contains("gpt-large");
    assertThat(fault.message()).contains("did you mean gpt-large");
    assertThat(refusal(usual(), "gtp-large", key("auto")).details()).isEmpty();
    assertThat(refusal(usual(), "x".repeat(100_000), key()).message()).hasSizeLessThan(400);
  }

  @Test
  void a_key_with_a_list_of_models_gets_no_other() {
    var registry = usual();
    Fault fault = refusal(registry, "gpt-large", key("auto"));
    assertThat(fault.code()).isEqualTo(Code.POLICY_DENIED);
    assertThat(fault.status()).isEqualTo(403);
    assertThat(registry.resolve("auto", key("auto")).candidates()).hasSize(2);
    assertThat(refusal(registry, "auto", key("gpt-large")).code()).isEqualTo(Code.POLICY_DENIED);
    assertThat(registry.resolve("openai/gpt-5.2", key("gpt-large")).pinned()).isTrue();
    assertThat(registry.resolve("claude-opus-4-7", key("claude-*")).pinned()).isTrue();
  }

  @Test
  void the_offer_holds_what_the_key_may_use_under_the_names_that_work() {
    var registry = usual();
    List<Candidate> all = registry.offered(key());
    assertThat(all).extracting(Candidate::name).doesNotHaveDuplicates().startsWith("auto");
    assertThat(all).extracting(Candidate::name).contains("gpt-large", "gpt-4.1", "own/gpt-5");
    for (Candidate one : all) {
      assertThat(registry.resolve(one.name(), key()).candidates()).isNotEmpty();
    }
    assertThat(registry.offered(key("gpt-large")))
        .extracting(Candidate::name)
        .containsExactly("gpt-large");
  }

  @Test
  void a_model_that_only_a_pattern_knows_has_no_price_and_shares_no_review() {
    Candidate one = usual().resolve("claude-new-one", key()).candidates().getFirst();
    assertThat(one.ref().text()).isEqualTo("anthropic/claude-new-one");
    assertThat(one.price()).isNull();
    assertThat(one.profile().clearance()).isEqualTo(Level.PUBLIC);
    Candidate known = usual().resolve("claude-opus-4-7", key()).candidates().getFirst();
    assertThat(known.profile().clearance()).isEqualTo(Level.CONFIDENTIAL);
  }

  @Test
  void a_review_that_ran_out_or_is_missing_leaves_public() {
    var expired = provider("a", reviewed(Level.CONFIDENTIAL, "2026-10-01T12:00:00Z"), listed("m"));
    var missing =
        provider(
            "b",
            new Terms(Zone.OWN, "DE", 0, Training.NO, Level.RESTRICTED, null, null),
            listed("m"));
    var nothing = provider("c", null, listed("m"));
    var registry = registry(List.of(expired, missing, nothing), List.of(), List.of());
    assertThat(standing(registry, "a")).isEqualTo(Standing.EXPIRED);
    assertThat(standing(registry, "b")).isEqualTo(Standing.MISSING);
    assertThat(standing(registry, "c")).isEqualTo(Standing.MISSING);
    for (Candidate one : registry.models()) {
      assertThat(one.profile().clearance()).isEqualTo(Level.PUBLIC);
    }
    var worst = registry.resolve("c/m", key()).candidates().getFirst().profile();
    assertThat(worst.zone()).isEqualTo(Zone.EXTERNAL);
    assertThat(worst.training()).isEqualTo(Training.UNKNOWN);
    assertThat(worst.retentionDays()).isEqualTo(-1);
    assertThat(worst.jurisdiction()).isEmpty();
  }

  private static Offer listed(String... models) {
    return new Offer(List.of(models), true);
  }

  private static Standing standing(Registry registry, String provider) {
    return registry.profile(provider).orElseThrow().review().standing();
  }

  @Test
  void shipped_terms_count_thirty_days_from_the_first_start() {
    Terms shipped = CATALOGUE.vendor("openai").orElseThrow().terms();
    var settings =
        new RegistrySettings(
            List.of(vendor("openai", shipped)), List.of(), List.of(), Map.of(), START);
    Instant end = START.plus(Duration.ofDays(30));
    var first = Registry.of(settings, CATALOGUE, NOW);
    assertThat(standing(first, "openai")).isEqualTo(Standing.UNREVIEWED);
    assertThat(first.models().getFirst().profile().clearance()).isEqualTo(Level.INTERNAL);
    assertThat(first.validUntil()).isEqualTo(end);
    var later = Registry.of(settings, CATALOGUE, end);
    assertThat(later.models().getFirst().profile().clearance()).isEqualTo(Level.PUBLIC);
    assertThat(later.validUntil()).isEqualTo(Instant.MAX);
  }

  @Test
  void it_is_valid_until_the_soonest_review_runs_out() {
    assertThat(usual().validUntil()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
  }

  @Test
  void a_models_own_terms_override_the_providers_one_by_one() {
    var own = new Terms(null, null, 0, null, Level.CONFIDENTIAL, null, null);
    var strict =
        new ProviderSetting(
            "p",
            new Endpoint("openai", URI.create("https://p.example/v1"), ""),
            "p",
            List.of(),
            reviewed(Level.INTERNAL, "2027-03-01T00:00:00Z"),
            new Offer(List.of("plain"), false));
    var setting = new ModelSetting("m", "p", "m1", "", ModelSetting.Traits.NONE, own);
    var sharing =
        new ProviderSetting(
            "q", strict.endpoint(), "q", List.of(), strict.terms(), new Offer(List.of(), true));
    var shared = new ModelSetting("n", "q", "m1", "", ModelSetting.Traits.NONE, own);
    var registry = registry(List.of(strict, sharing), List.of(setting, shared), List.of());
    var alone = registry.resolve("m", key()).candidates().getFirst().profile();
    assertThat(alone.retentionDays()).isZero();
    assertThat(alone.jurisdiction()).isEqualTo("US");
    assertThat(alone.clearance()).isEqualTo(Level.PUBLIC); // the review is not shared
    var inherited = registry.resolve("n", key()).candidates().getFirst().profile();
    assertThat(inherited.clearance()).isEqualTo(Level.CONFIDENTIAL);
    assertThat(inherited.review().standing()).isEqualTo(Standing.VALID);
  }

  @Test
  void the_catalogue_fills_in_what_configuration_leaves_out() {
    var registry = usual();
    Candidate large = registry.resolve("gpt-large", key()).candidates().getFirst();
    assertThat(large.price()).isNotNull();
    assertThat(large.capabilities()).contains("tools", "vision");
    Candidate llama = registry.resolve("own/llama3.3:70b", key()).candidates().getFirst();
    assertThat(llama.capabilities()).containsExactly("tools");
    assertThat(llama.price()).isNull(); // whoever runs it sets the price
    Candidate elsewhere = registry.resolve("own/gpt-5", key()).candidates().getFirst();
    assertThat(elsewhere.price()).isNull();
  }

  @Test
  void every_model_is_listed_under_its_name_and_with_its_provider() {
    assertThat(usual().modelNames())
        .contains("gpt-large", "openai/gpt-5.2", "own/nano", "own/gpt-5")
        .doesNotContain("auto", "gpt-4.1");
  }

  @Test
  void a_route_to_a_model_that_is_not_there_is_refused() {
    assertThatThrownBy(() -> registry(List.of(), List.of(), List.of(route("r", "nothing"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void the_shipped_catalogue_is_whole() {
    assertThat(CATALOGUE.vendors()).hasSizeGreaterThanOrEqualTo(4);
    for (var vendor : CATALOGUE.vendors()) {
      assertThat(vendor.terms().clearance()).isEqualTo(Level.INTERNAL);
      for (var entry : vendor.models()) {
        assertThat(entry.traits().contextTokens()).isPositive();
        assertThat(entry.traits().capabilities()).isNotEmpty();
        assertThat(entry.traits().price()).isNotNull();
      }
    }
  }

  @Test
  void globs_match_whole_names() {
    assertThat(Glob.matches("claude-*", "claude-")).isTrue();
    assertThat(Glob.matches("*-mini", "gpt-5-mini")).isTrue();
    assertThat(Glob.matches("a*b*c", "axxbyyc")).isTrue();
    assertThat(Glob.matches("a*b*c", "axxbyy")).isFalse();
    assertThat(Glob.matches("gpt", "gpt-5")).isFalse();
    assertThat(Glob.matches("*", "")).isTrue();
    assertThat(Glob.matches("", "a")).isFalse();
  }
}
