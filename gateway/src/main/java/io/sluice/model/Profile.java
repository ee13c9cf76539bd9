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

  /**
   * What an auditor asks for.
   *
   * @param evidence where it lies, each with {@code sha256:} and its hash where that was stated
   * @param paper what was agreed, and what others certified
   */
  public record Diligence(
      List<String> subProcessors,
      String incidentContact,
      List<String> evidence,
      String owner,
      Paper paper) {
    /** Nothing stated. */
    public static final Diligence NONE = new Diligence(List.of(), "", List.of(), "");

    /** Without certifications and contract. */
    public Diligence(
        List<String> subProcessors, String incidentContact, List<String> evidence, String owner) {
      this(subProcessors, incidentContact, evidence, owner, Paper.NONE);
    }

    /** These, and what {@code below} states where these state nothing. */
    public Diligence over(Diligence below) {
      return new Diligence(
          subProcessors.isEmpty() ? below.subProcessors : subProcessors,
          incidentContact.isEmpty() ? below.incidentContact : incidentContact,
          evidence.isEmpty() ? below.evidence : evidence,
          owner.isEmpty() ? below.owner : owner,
          paper.over(below.paper));
    }

    public Diligence {
      subProcessors = List.copyOf(subProcessors);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * What was agreed, and what others certified.
   *
   * @param contract its name or number; empty: not stated
   * @param certifications such as {@code ISO 27001}
   */
  public record Paper(String contract, List<String> certifications) {
    /** Nothing stated. */
    public static final Paper NONE = new Paper("", List.of());

    Paper over(Paper below) {
      return new Paper(
          contract.isEmpty() ? below.contract : contract,
          certifications.isEmpty() ? below.certifications : certifications);
    }

    public Paper {
      certifications = List.copyOf(certifications);
    }
  }
}
