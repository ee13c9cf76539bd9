package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Nearest;
import io.sluice.model.Profile;
import io.sluice.registry.Attestation;
import io.sluice.registry.Attestation.Evidence;
import io.sluice.registry.Attestations;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Due diligence: who confirmed what of a provider or model, on what evidence. What it can see is in
 * the configuration; a review says that somebody looked, and until when that holds.
 */
public final class ManageReviews {
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final int MOST_EVIDENCE = 20;
  private static final int MOST_CHARS = 1_000;

  private final Parts parts;
  private final Journal journal;
  private final Clock clock;

  /** What reviews are of, where they are kept, and who is told of them, and by whom they are. */
  public record Parts(
      ReviewStore store,
      Supplier<RegistrySettings> stated,
      Supplier<Registry> registry,
      BiConsumer<Attestations, String> apply) {}

  /** Over these parts. */
  public ManageReviews(Parts parts, Journal journal, Clock clock) {
    this.parts = parts;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What a reviewer goes through.
   *
   * @param items names and values as stated; {@code unknown} counts as the worst
   * @param standing of the review in force
   * @param latest what was recorded last
   */
  public record Checklist(
      String subject, Map<String, String> items, String standing, Optional<Attestation> latest) {}

  /** What a reviewer says. */
  public record Wish(List<String> confirm, Instant expires, List<Evidence> evidence, String note) {}

  /** What is to be confirmed of {@code subject}. Needs the role viewer. */
  public Checklist show(String subject, Operator by) {
    by.require(Role.VIEWER);
    Terms terms = stated(subject);
    Profile profile = profile(subject);
    String standing = Checks.word(profile.review().standing());
    return new Checklist(
        subject, Checks.items(terms, profile), standing, attestations().of(subject));
  }

  /** Every version of every review, oldest first. Needs the role viewer. */
  public List<Attestation> list(Operator by) {
    by.require(Role.VIEWER);
    return parts.store().all();
  }

  /** Records a review; it holds at once. Needs the role operator. */
  public synchronized Attestation review(String subject, Wish wish, Operator by) {
    by.require(Role.OPERATOR);
    Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
    Terms terms = stated(subject);
    Map<String, String> items = Checks.items(terms, profile(subject));
    List<String> confirmed = Checks.confirmed(wish.confirm(), items);
    if (!wish.expires().isAfter(now) || wish.expires().isAfter(now.plus(LONGEST))) {
      throw bad("'expires' is a day in the next " + LONGEST.toDays() + " days");
    }
    Checks.evidence(wish.evidence(), terms, MOST_EVIDENCE);
    if (wish.note().length() > MOST_CHARS) {
      throw bad("'note' has at most " + MOST_CHARS + " characters");
    }
    int version = attestations().of(subject).map(Attestation::version).orElse(0) + 1;
    var review =
        new Attestation(
            subject,
            version,
            new Attestation.Word(by.name(), confirmed, wish.note()),
            new Attestation.Span(now, wish.expires()),
            terms.fingerprint(),
            wish.evidence());
    keep("review.recorded", by, review, items);
    return review;
  }

  /**
   * Says what is at a place of evidence now: another hash ends the review at once. Needs the role
   * operator.
   */
  public synchronized Attestation seen(String subject, String where, String sha256, Operator by) {
    by.require(Role.OPERATOR);
    Attestation latest =
        attestations()
            .of(subject)
            .orElseThrow(() -> notFound("there is no recorded review of it").stop());
    if (latest.evidence().stream().noneMatch(one -> one.where().equals(where))) {
      throw notFound("the review does not rest on that").stop();
    }
    if (!Checks.hash(sha256)) {
      throw bad("a hash is 64 hex digits");
    }
    Attestation now = latest.seeing(where, sha256);
    keep("review.evidence_seen", by, now, Map.of("where", where, "seen", sha256));
    return now;
  }

  private void keep(String type, Operator by, Attestation review, Map<String, String> items) {
    var details = new LinkedHashMap<String, String>();
    details.put("subject", review.subject());
    details.put("version", Integer.toString(review.version()));
    details.put("expires", review.span().expires().toString());
    details.put("terms", review.terms());
    items.forEach((name, value) -> details.put("item " + name, value));
    for (Evidence one : review.evidence()) {
      details.put("evidence " + one.where(), one.sha256());
    }
    journal.event(type, by.name(), details);
    parts.store().put(review);
    parts.apply().accept(attestations(), by.name());
  }

  private Attestations attestations() {
    return new Attestations(parts.store().all());
  }

  private Terms stated(String subject) {
    return Attestations.stated(parts.stated().get(), subject)
        .orElseThrow(() -> unknown(subject).stop());
  }

  private Profile profile(String subject) {
    Registry registry = parts.registry().get();
    return registry
        .profile(subject)
        .or(
            () ->
                registry.models().stream()
                    .filter(one -> one.ref().text().equals(subject))
                    .map(one -> one.profile())
                    .findFirst())
        .orElseThrow(() -> unknown(subject).stop());
  }

  private Fault unknown(String subject) {
    var names = new ArrayList<String>();
    Registry registry = parts.registry().get();
    registry.providers().forEach(one -> names.add(one.name()));
    registry.models().forEach(one -> names.add(one.ref().text()));
    List<String> nearest = Nearest.to(subject, names, 2);
    String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    return notFound("there is no such provider or model" + hint);
  }

  private static Fault notFound(String message) {
    return Fault.of(Code.NOT_FOUND, message);
  }

  static RuntimeException bad(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
