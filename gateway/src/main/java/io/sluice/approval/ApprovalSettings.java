package io.sluice.approval;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How approvals are asked for.
 *
 * @param approvers names of operators, or roles
 * @param pending how long a question waits, and how long an approved request may be sent
 * @param webhook where the arrival of a question is told, by POST; null: nowhere
 */
public record ApprovalSettings(List<String> approvers, Duration pending, @Nullable URI webhook) {
  /** Nobody may approve. */
  public static final ApprovalSettings DEFAULT =
      new ApprovalSettings(List.of(), Duration.ofHours(8), null);

  /** How long an approved answer waits for its request to come again. */
  public static final Duration RELEASE = Duration.ofMinutes(15);

  /** How long a fallback is approved for where the approver says nothing. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** The longest that a fallback can be approved for at once. */
  public static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  /** So many questions wait at most; a further one is a deny. */
  static final int MOST_PENDING = 1_000;

  /** So many questions of one caller wait at most: nobody floods the approvers. */
  static final int MOST_OF_ONE = 20;

  public ApprovalSettings {
    approvers = List.copyOf(approvers);
  }
}
