package io.sluice.registry;

import java.time.Instant;
import java.util.List;

/**
 * A recorded review: who confirmed which terms of a provider or model, on what evidence, and until
 * when that holds. A later one of the same subject replaces it; none is ever changed.
 *
 * @param subject a provider's name, or {@code provider/id}
 * @param version of this subject's reviews, from 1
 * @param terms hash of what was stated then, see {@link Terms#fingerprint()}
 */
public record Attestation(
    String subject, int version, Word word, Span span, String terms, List<Evidence> evidence) {

  /**
   * Whose word it is.
   *
   * @param reviewer the operator
   * @param confirmed items of the checklist
   * @param note in his own words; may be empty
   */
  public record Word(String reviewer, List<String> confirmed, String note) {
    public Word {
      confirmed = List.copyOf(confirmed);
    }
  }

  /** When it was made, and until when it holds. */
  public record Span(Instant reviewed, Instant expires) {}

  /**
   * A file or page that it rests on.
   *
   * @param where a path or an address; never fetched
   * @param sha256 in hex, as the reviewer saw it
   * @param date the day it is from
   * @param seen what somebody saw there since; empty: nothing else
   */
  public record Evidence(String where, String sha256, String date, String seen) {
    /** True if somebody has seen something else there since. */
    public boolean changed() {
      return !seen.isEmpty() && !seen.equals(sha256);
    }

    Evidence seeing(String hash) {
      return new Evidence(where, sha256, date, hash);
    }
  }

  public Attestation {
    evidence = List.copyOf(evidence);
  }

  /** True if it cannot be relied on any more: other terms are stated now, or evidence changed. */
  public boolean outdated(Terms now) {
    return !terms.equals(now.fingerprint()) || evidence.stream().anyMatch(Evidence::changed);
  }

  /** The same with what somebody has seen at {@code where}. */
  public Attestation seeing(String where, String hash) {
    var all = evidence.stream().map(one -> one.where().equals(where) ? one.seeing(hash) : one);
    return new Attestation(subject, version, word, span, terms, all.toList());
  }
}
