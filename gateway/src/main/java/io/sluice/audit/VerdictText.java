package io.sluice.audit;

import io.sluice.json.Json;
import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Level;
import io.sluice.model.Obligations;
import io.sluice.model.Price;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Review;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as they stand in an entry: what policy said of each candidate, and everything that it
 * could know of the candidate, so that the question can be asked again.
 */
final class VerdictText {
  private VerdictText() {}

  static void write(EntryText text, List<Verdict> verdicts, Terms terms) {
    text.array("verdicts");
    for (Verdict verdict : Entries.kept(text, verdicts)) {
      Candidate candidate = verdict.candidate();
      Price price = candidate.price();
      text.open().truth("allowed", verdict.allowed()).text("api", candidate.api());
      if (verdict.approvable()) {
        text.truth("approvable", true);
      }
      text.text("input_price", price == null ? "" : price.input().toPlainString());
      text.list("mask", verdict.mask().names());
      text.text("model", candidate.ref().text());
      if (!candidate.name().equals(candidate.ref().text())) {
        text.text("name", candidate.name());
      }
      obligations(text, verdict.obligations());
      text.text("output_price", price == null ? "" : price.output().toPlainString());
      text.text("reason", verdict.reason()).list("rules", verdict.rules());
      text.json("terms", terms.of(candidate.profile()));
      text.close();
    }
    text.endArray();
  }

  private static void obligations(EntryText text, Obligations owed) {
    if (owed.equals(Obligations.NONE)) {
      return;
    }
    text.open("obligations");
    if (owed.keepRegion()) {
      text.truth("keep_region", true);
    }
    if (owed.maxOutputTokens() > 0) {
      text.number("max_tokens", owed.maxOutputTokens());
    }
    if (owed.recordedFirst()) {
      text.truth("recorded_first", true);
    }
    if (owed.schemaKept()) {
      text.truth("require_schema", true);
    }
    text.text("storage", Words.of(owed.storage()));
    if (owed.wholeAnswers()) {
      text.truth("whole", true);
    }
    text.close();
  }

  /** The candidates that were judged, in their order, as policy saw them. */
  static List<Candidate> candidates(Json entry) {
    var all = new ArrayList<Candidate>();
    for (Json verdict : entry.at("verdicts").items()) {
      String model = verdict.text("model", "");
      int slash = model.indexOf('/');
      var ref = new ModelRef(model.substring(0, Math.max(slash, 0)), model.substring(slash + 1));
      all.add(
          new Candidate(
              ref,
              verdict.text("name", model),
              verdict.text("api", ""),
              profile(verdict.at("terms")),
              price(verdict),
              Abilities.UNKNOWN));
    }
    return all;
  }

  private static @Nullable Price price(Json verdict) {
    String input = verdict.text("input_price", "");
    String output = verdict.text("output_price", "");
    return input.isEmpty() || output.isEmpty()
        ? null
        : new Price(
            new BigDecimal(input), new BigDecimal(output), BigDecimal.ZERO, BigDecimal.ZERO);
  }

  private static Profile profile(Json terms) {
    Json expires = terms.at("expires");
    var review =
        new Review(
            Words.read(Standing.class, terms.text("review", "")),
            "",
            null,
            expires.missing() ? null : Instant.ofEpochSecond(terms.integer("expires", 0)));
    return new Profile(
        Words.read(Zone.class, terms.text("zone", "")),
        terms.text("jurisdiction", ""),
        Math.toIntExact(terms.integer("retention_days", -1)),
        Words.read(Training.class, terms.text("training", "")),
        Words.read(Level.class, terms.text("clearance", "")),
        review,
        Diligence.NONE);
  }
}
