package io.sluice.audit;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Profile;
import java.time.Instant;
import java.util.IdentityHashMap;

/**
 * Providers' terms as JSON, as far as policy reads them. Profiles live as long as their snapshot
 * and stand in every entry, so each is written once. Thread-safe.
 */
final class Terms {
  private static final int MOST_KEPT = 2_048;

  private volatile IdentityHashMap<Profile, Bytes> kept = new IdentityHashMap<>();

  Bytes of(Profile profile) {
    Bytes known = kept.get(profile);
    return known == null ? keep(profile) : known;
  }

  private synchronized Bytes keep(Profile profile) {
    var more =
        kept.size() < MOST_KEPT
            ? new IdentityHashMap<>(kept)
            : new IdentityHashMap<Profile, Bytes>();
    Bytes json = json(profile);
    more.put(profile, json);
    kept = more;
    return json;
  }

  private static Bytes json(Profile profile) {
    return json(profile, Commitment.of(Bytes.EMPTY, json(profile, "")));
  }

  /** With the hash of the terms, by which those of two times can be told apart. */
  private static Bytes json(Profile profile, String hash) {
    var json = new JsonWriter(256).object().field("clearance", profile.clearance().word());
    Instant expires = profile.review().expires();
    if (expires != null) {
      json.field("expires", expires.getEpochSecond());
    }
    if (!hash.isEmpty()) {
      json.field("hash", hash);
    }
    if (!profile.jurisdiction().isEmpty()) {
      json.field("jurisdiction", profile.jurisdiction());
    }
    json.field("retention_days", profile.retentionDays());
    json.field("review", Words.of(profile.review().standing()));
    json.field("training", Words.of(profile.training()));
    return json.field("zone", Words.of(profile.zone())).endObject().done();
  }
}
