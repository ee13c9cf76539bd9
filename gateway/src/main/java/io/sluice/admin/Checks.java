package io.sluice.admin;

import io.sluice.model.Profile;
import io.sluice.registry.Attestation.Evidence;
import io.sluice.registry.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a reviewer has to confirm. */
final class Checks {
  private static final String UNKNOWN = "unknown";
  private static final int HEX = 64;

  private Checks() {}

  /** The items and their values as stated. */
  static Map<String, String> items(Terms terms, Profile profile) {
    var items = new LinkedHashMap<String, String>();
    items.put("zone", or(terms.zone()));
    items.put("jurisdiction", or(terms.jurisdiction()));
    items.put("retention_days", or(terms.retentionDays()));
    items.put("training", word(profile.training()));
    items.put("clearance", terms.clearance() == null ? UNKNOWN : terms.clearance().word());
    items.put("sub_processors", joined(profile.diligence().subProcessors()));
    items.put("incident_contact", or(profile.diligence().incidentContact()));
    items.put("owner", or(profile.diligence().owner()));
    items.put("contract", or(profile.diligence().paper().contract()));
    items.put("certifications", joined(profile.diligence().paper().certifications()));
    items.put("evidence", joined(profile.diligence().evidence()));
    return items;
  }

  /** The items that {@code confirm} names, which must be all. */
  static List<String> confirmed(List<String> confirm, Map<String, String> items) {
    if (confirm.equals(List.of("all"))) {
      return List.copyOf(items.keySet());
    }
    var missing = new ArrayList<>(items.keySet());
    missing.removeAll(confirm);
    for (String item : confirm) {
      if (!items.containsKey(item)) {
        throw ManageReviews.bad("there is no item '" + item + "' on the checklist");
      }
    }
    if (!missing.isEmpty()) {
      throw ManageReviews.bad("not confirmed: " + String.join(", ", missing));
    }
    return List.copyOf(confirm);
  }

  /** A review rests on something. */
  static void evidence(List<Evidence> evidence, Terms terms, int most) {
    var diligence = terms.diligence();
    boolean some = diligence != null && !diligence.evidence().isEmpty();
    if (evidence.isEmpty() && !some) {
      throw ManageReviews.bad("a review rests on evidence: name some, with its sha256");
    }
    if (evidence.size() > most) {
      throw ManageReviews.bad("a review names at most " + most + " pieces of evidence");
    }
    for (Evidence one : evidence) {
      if (one.where().isBlank() || !hash(one.sha256())) {
        throw ManageReviews.bad("evidence has 'where', and 'sha256' of 64 hex digits");
      }
    }
  }

  static boolean hash(String text) {
    return text.length() == HEX && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String joined(List<String> texts) {
    return texts.isEmpty() ? UNKNOWN : String.join(" ", texts);
  }

  private static String or(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return text.isEmpty()
        ? UNKNOWN
        : text.toLowerCase(Locale.ROOT).equals(text) ? text : keep(value);
  }

  /** Words of ours in lower case, names of others as they are. */
  private static String keep(@Nullable Object value) {
    return value instanceof Enum<?> word ? word(word) : String.valueOf(value);
  }
}
