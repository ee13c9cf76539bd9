package io.sluice.config;

import io.sluice.model.Level;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Paper;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.registry.Terms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@code profile}: what somebody states of a provider or model. Days begin at midnight UTC. */
final class TermSections {
  @Nullable Terms read(Section section) {
    try (section) {
      if (!section.present()) {
        return null;
      }
      Zone zone = zone(section);
      Optional<String> jurisdiction = section.text("jurisdiction");
      var retention = section.number("retention_days", 0, 36_500);
      Training training = training(section);
      Optional<String> clearance = section.text("clearance");
      Level level = null;
      if (clearance.isPresent()) {
        level = Level.of(section.word("clearance", "public", LabelSections.LEVELS)).orElse(null);
      }
      return new Terms(
          zone,
          jurisdiction.orElse(null),
          retention.isPresent() ? (Integer) (int) retention.getAsLong() : null,
          training,
          level,
          review(section),
          diligence(section));
    }
  }

  private static @Nullable Zone zone(Section section) {
    String word = section.word("zone", "", List.of("", "own", "private", "external"));
    return word.isEmpty() ? null : Zone.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Training training(Section section) {
    if (section.text("trains_on_data").isEmpty()) {
      return null;
    }
    return section.truth("trains_on_data", true) ? Training.YES : Training.NO;
  }

  private static Terms.@Nullable Review review(Section section) {
    Instant reviewed = day(section, "reviewed");
    Instant expires = day(section, "review_expires");
    String reviewer = section.text("reviewer").orElse("");
    return reviewed == null && expires == null && reviewer.isEmpty()
        ? null
        : new Terms.Review(reviewer, reviewed, expires, false);
  }

  private static @Nullable Instant day(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(text.get()).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      section.wrong(key, "'" + key + "' must be a day such as 2027-03-01");
      return null;
    }
  }

  private static Diligence diligence(Section section) {
    var evidence = new ArrayList<String>();
    if (section.isListOfSections("evidence")) {
      for (Section one : section.list("evidence")) {
        try (one) {
          String hash = one.text("sha256").map(it -> " sha256:" + it).orElse("");
          String day = one.text("date").map(it -> " of " + it).orElse("");
          evidence.add(one.text("url").orElse("") + hash + day);
        }
      }
    } else {
      evidence.addAll(section.texts("evidence"));
    }
    return new Diligence(
        section.texts("sub_processors"),
        section.text("incident_contact").orElse(""),
        evidence,
        section.text("owner").orElse(""),
        new Paper(section.text("contract").orElse(""), section.texts("certifications")));
  }
}
