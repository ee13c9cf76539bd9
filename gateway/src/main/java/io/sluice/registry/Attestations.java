package io.sluice.registry;

import io.sluice.model.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The recorded reviews in force, one per subject, laid over what configuration states. Immutable.
 */
public final class Attestations {
  /** There are none. */
  public static final Attestations NONE = new Attestations(List.of());

  private final Map<String, Attestation> latest = new LinkedHashMap<>();

  /** The latest of each subject among {@code all}. */
  public Attestations(List<Attestation> all) {
    for (Attestation one : all) {
      latest.merge(one.subject(), one, (a, b) -> a.version() >= b.version() ? a : b);
    }
  }

  /** The one in force for {@code subject}. */
  public Optional<Attestation> of(String subject) {
    return Optional.ofNullable(latest.get(subject));
  }

  /** All in force, in the order in which their subjects were first reviewed. */
  public List<Attestation> all() {
    return List.copyOf(latest.values());
  }

  /** The id of {@code configuration} together with these. */
  public String identity(String configuration) {
    return latest.isEmpty()
        ? configuration
        : Import.sha256(Bytes.utf8(configuration + "\n" + latest.values()));
  }

  /** What {@code settings} state of a provider, or of a model by {@code provider/id}. */
  public static Optional<Terms> stated(RegistrySettings settings, String subject) {
    int slash = subject.indexOf('/');
    String provider = slash < 0 ? subject : subject.substring(0, slash);
    if (settings.providers().stream().noneMatch(one -> one.name().equals(provider))) {
      return Optional.empty();
    }
    Terms below = terms(settings, provider);
    if (slash < 0) {
      return Optional.of(below);
    }
    String id = subject.substring(slash + 1);
    return Optional.of(
        settings.models().stream()
            .filter(one -> one.provider().equals(provider) && one.id().equals(id))
            .findFirst()
            .map(ModelSetting::terms)
            .orElse(Terms.NONE)
            .over(below, false));
  }

  /** {@code settings} with the reviews that were recorded since what they state themselves. */
  public RegistrySettings over(RegistrySettings settings) {
    if (latest.isEmpty()) {
      return settings;
    }
    var providers = new ArrayList<ProviderSetting>();
    var models = new ArrayList<ModelSetting>();
    for (ProviderSetting provider : settings.providers()) {
      Terms terms = Objects.requireNonNullElse(provider.terms(), Terms.NONE);
      providers.add(
          new ProviderSetting(
              provider.name(),
              provider.endpoint(),
              provider.credential(),
              provider.forward(),
              reviewed(provider.name(), terms, terms),
              provider.offer()));
    }
    var left = new LinkedHashMap<>(latest);
    for (ModelSetting model : settings.models()) {
      String ref = model.provider() + "/" + model.id();
      left.remove(ref);
      models.add(over(settings, model, ref));
    }
    for (String ref : left.keySet()) {
      named(settings, ref).ifPresent(models::add);
    }
    return new RegistrySettings(
        providers, models, settings.routes(), settings.modelMap(), settings.firstStart());
  }

  private ModelSetting over(RegistrySettings settings, ModelSetting model, String ref) {
    Terms own = Objects.requireNonNullElse(model.terms(), Terms.NONE);
    Terms whole = own.over(terms(settings, model.provider()), false);
    return latest.containsKey(ref)
        ? new ModelSetting(
            model.name(),
            model.provider(),
            model.id(),
            model.api(),
            model.traits(),
            reviewed(ref, own, whole))
        : model;
  }

  /** A model that configuration does not name, reviewed by {@code provider/id}. */
  private Optional<ModelSetting> named(RegistrySettings settings, String ref) {
    int slash = ref.indexOf('/');
    String provider = slash < 0 ? "" : ref.substring(0, slash);
    if (settings.providers().stream().noneMatch(one -> one.name().equals(provider))) {
      return Optional.empty();
    }
    Terms whole = terms(settings, provider).withReview(null);
    String id = ref.substring(slash + 1);
    var terms = reviewed(ref, Terms.NONE, whole);
    return Optional.of(new ModelSetting(ref, provider, id, "", ModelSetting.Traits.NONE, terms));
  }

  private static Terms terms(RegistrySettings settings, String provider) {
    return settings.providers().stream()
        .filter(one -> one.name().equals(provider))
        .findFirst()
        .map(ProviderSetting::terms)
        .orElse(Terms.NONE);
  }

  /**
   * {@code own} with the recorded review, if that is not older; {@code whole}: what it is about.
   */
  private Terms reviewed(String subject, Terms own, Terms whole) {
    Attestation recorded = latest.get(subject);
    if (recorded == null || older(recorded, own.review())) {
      return own;
    }
    return own.withReview(
        new Terms.Review(
            recorded.word().reviewer(),
            recorded.span().reviewed(),
            recorded.span().expires(),
            false,
            recorded.outdated(whole)));
  }

  private static boolean older(Attestation recorded, Terms.@Nullable Review stated) {
    Instant day = stated == null ? null : stated.reviewed();
    return day != null && day.isAfter(recorded.span().reviewed());
  }
}
