package io.sluice.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider or model, in force at one moment: an unknown value counts as the
 * worst.
 *
 * @param jurisdiction empty: not stated
 * @param retentionDays -1: unknown
 * @param clearance the highest level it may see now; lowered when its review is not in date
 */
public record Profile(
    Zone zone,
    String jurisdiction,
    int retentionDays,
    Training training,
    Level clearance,
    Review review,
    Diligence diligence) {

  /** Who runs it. */
  public enum Zone {
    OWN,
    PRIVATE,
    EXTERNAL
  }

  /** Whether it may train on what it sees. */
  public enum Training {
    NO,
    YES,
    UNKNOWN
  }

  /** How far a reviewer's word goes. */
  public enum Standing {
    /** Reviewed and in date. */
    VALID,
    /** A shipped profile nobody reviewed yet, in its first days. */
    UNREVIEWED,
    /** The review ran out. */
    EXPIRED,
    /** There is no review. */
    MISSING,
    /** There is one, of other terms or evidence than those of now. */
    CHANGED
  }

  /** Who reviewed it and until when that holds; null where nobody said. */
  public record Review(
      Standing standing, String reviewer, @Nullable Instant reviewed, @Nullable Instant expires) {}

  /** What an auditor asks for. */
  public record Diligence(
      List<String> subProcessors, String incidentContact, List<String> evidence, String owner) {
    /** Nothing stated. */
    public static final Diligence NONE = new Diligence(List.of(), "", List.of(), "");

    public Diligence {
      subProcessors = List.copyOf(subProcessors);
      evidence = List.copyOf(evidence);
    }
  }
}
