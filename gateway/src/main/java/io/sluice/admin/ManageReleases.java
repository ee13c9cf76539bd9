package io.sluice.admin;

import io.sluice.flow.Release;
import io.sluice.flow.Releases;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What operators say, for a time, that content of one origin is worth; each word is recorded, with
 * who gave it and why.
 */
public final class ManageReleases {
  /** How long a release lasts where nothing is said. */
  public static final Duration USUAL = Duration.ofDays(7);

  /** The longest that one may last. */
  public static final Duration LONGEST = Duration.ofDays(90);

  private static final Pattern ORIGIN =
      Pattern.compile("[0-9a-f-]{36}|" + Release.TOOL + "[\\x21-\\x7e]{1,128}");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_REASON_CHARS = 500;
  private final Releases releases;
  private final Journal journal;
  private final Clock clock;

  /** Over those in force. */
  public ManageReleases(Releases releases, Journal journal, Clock clock) {
    this.releases = releases;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What is to be released.
   *
   * @param origin the id of an exchange, or {@code tool:NAME}
   * @param integrity empty: as before; else {@code internal} or {@code user}
   * @param level empty: as before
   */
  public record Wish(
      String tenant, String origin, String integrity, String level, Duration ttl, String reason) {}

  /** Those in force. Needs the role viewer. */
  public List<Release> list(Operator by) {
    by.require(Role.VIEWER);
    return releases.all();
  }

  /**
   * From now on content of that origin counts as the wish says. Needs the role operator.
   *
   * @throws Stop INVALID_REQUEST naming what is wrong; CONFLICT if there are too many
   */
  public Release release(Wish wish, Operator by) {
    by.require(Role.OPERATOR);
    if (!ORIGIN.matcher(wish.origin()).matches() || !TENANT.matcher(wish.tenant()).matches()) {
      throw bad("'origin' is the id of an exchange, or tool:NAME");
    }
    if (!wish.ttl().isPositive() || wish.ttl().compareTo(LONGEST) > 0) {
      throw bad("'ttl' is at most " + LONGEST.toDays() + "d");
    }
    if (wish.reason().isBlank() || wish.reason().length() > MOST_REASON_CHARS) {
      throw bad("'reason' says why, in at most %d characters".formatted(MOST_REASON_CHARS));
    }
    Integrity integrity = integrity(wish.integrity());
    Level level = level(wish.level());
    if (integrity == null && level == null) {
      throw bad("say 'integrity' or 'level', or both");
    }
    var until = clock.now().plus(wish.ttl());
    var release =
        new Release(
            wish.tenant(), wish.origin(), integrity, level, until, by.name(), wish.reason());
    releases.add(release);
    journal.event("flow.released", by.name(), details(release));
    return release;
  }

  private static @Nullable Integrity integrity(String word) {
    if (word.isEmpty()) {
      return null;
    }
    return Integrity.of(word)
        .filter(one -> one == Integrity.INTERNAL || one == Integrity.USER)
        .orElseThrow(() -> bad("'integrity' is internal or user"));
  }

  private static @Nullable Level level(String word) {
    return word.isEmpty()
        ? null
        : Level.of(word).orElseThrow(() -> bad("there is no level '" + word + "'"));
  }

  /**
   * Takes a release back. Needs the role operator.
   *
   * @throws Stop NOT_FOUND if there is none
   */
  public Release take(String tenant, String origin, Operator by) {
    by.require(Role.OPERATOR);
    Release gone =
        releases
            .remove(tenant, origin)
            .orElseThrow(
                () -> Fault.of(Code.NOT_FOUND, "nothing of that origin is released").stop());
    journal.event("flow.release_ended", by.name(), details(gone));
    return gone;
  }

  private static Map<String, String> details(Release one) {
    return Map.of(
        "tenant", one.tenant(),
        "origin", one.origin(),
        "integrity", one.integrity() == null ? "" : one.integrity().word(),
        "level", one.level() == null ? "" : one.level().word(),
        "until", one.until().toString(),
        "reason", one.reason());
  }

  private static Stop bad(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
