package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import io.sluice.policy.Bundle;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Versions of policy as operators see and change them; every change is recorded. */
public final class ManagePolicy {
  private final Desk desk;

  /** Where versions are kept and put in force. */
  public interface Desk {
    /** What is in force, and what it was before. */
    Standing standing();

    /** Whether a second person must activate what one wants. */
    boolean secondPerson();

    /** How many admins there are besides the one that the gateway made. */
    int admins();

    /**
     * Puts {@code bundle} in force as a whole, recorded.
     *
     * @throws IOException with every problem if it is refused; what was in force stays
     */
    void activate(Bundle bundle, String by) throws IOException;

    /**
     * Puts the version before back in force, recorded.
     *
     * @throws IOException if it is not kept any more
     */
    void rollback(String by) throws IOException;

    /** Lets {@code bundle} only record what it would decide; empty: nothing does. Recorded. */
    void shadow(Optional<Bundle> bundle, String by) throws IOException;

    /** Notes that one person wants {@code bundle}. Recorded. */
    void propose(Bundle bundle, String by) throws IOException;

    /** What {@code candidate} would have decided of what was recorded since then, as JSON. */
    Bytes simulate(Bundle candidate, Instant since) throws IOException;

    /** Who may send what where, as JSON; beside it under {@code candidate} if there is one. */
    Bytes exposure(Optional<Bundle> candidate) throws IOException;
  }

  /**
   * What is in force.
   *
   * @param hash of the bundle that decides
   * @param stated of the one that configuration states
   * @param before the versions that were in force before, the last one last
   * @param shadow of the one that only records; empty: none
   * @param proposed of the one that waits for a second person; empty: none
   * @param proposedBy who wants it
   */
  public record Standing(
      String hash,
      String stated,
      List<String> before,
      String shadow,
      String proposed,
      String proposedBy) {
    public Standing {
      before = List.copyOf(before);
    }
  }

  /**
   * How an activation went: {@code activated}, or {@code proposed} until a second person agrees.
   */
  public enum Result {
    ACTIVATED,
    PROPOSED
  }

  /** Over this desk. */
  public ManagePolicy(Desk desk) {
    this.desk = desk;
  }

  /** What is in force. Needs the role viewer. */
  public Standing show(Operator by) {
    by.require(Role.VIEWER);
    return desk.standing();
  }

  /**
   * Puts {@code bundle} in force, or proposes it where a second person must agree. Needs the role
   * admin.
   *
   * @throws Stop CONFLICT with every problem if the bundle is refused
   */
  public Result activate(Bundle bundle, Operator by) {
    by.require(Role.ADMIN);
    return tried(
        () -> {
          if (!desk.secondPerson() || agreed(bundle, by)) {
            desk.activate(bundle, by.name());
            return Result.ACTIVATED;
          }
          desk.propose(bundle, by.name());
          return Result.PROPOSED;
        });
  }

  /** Somebody else wanted exactly this; never the operator that the gateway made, if others can. */
  private boolean agreed(Bundle bundle, Operator by) {
    Standing now = desk.standing();
    boolean machine = by.name().equals(Operator.BOOTSTRAP) && desk.admins() >= 2;
    return now.proposed().equals(bundle.id()) && !now.proposedBy().equals(by.name()) && !machine;
  }

  /**
   * Puts the version before back in force: it was agreed to once, so one person is enough. Needs
   * the role admin.
   *
   * @throws Stop NOT_FOUND if there is none before
   */
  public void rollback(Operator by) {
    by.require(Role.ADMIN);
    if (desk.standing().before().isEmpty()) {
      throw Fault.of(Code.NOT_FOUND, "there is no version before this one").stop();
    }
    tried(
        () -> {
          desk.rollback(by.name());
          return Result.ACTIVATED;
        });
  }

  /** Lets {@code bundle} only record what it would decide. Needs the role admin. */
  public void shadow(Optional<Bundle> bundle, Operator by) {
    by.require(Role.ADMIN);
    tried(
        () -> {
          desk.shadow(bundle, by.name());
          return Result.ACTIVATED;
        });
  }

  /** What {@code candidate} would have changed. Needs the role auditor. */
  public Bytes simulate(Bundle candidate, Instant since, Operator by) {
    by.require(Role.AUDITOR);
    return tried(() -> desk.simulate(candidate, since));
  }

  /** Who may send what where. Needs the role auditor. */
  public Bytes exposure(Optional<Bundle> candidate, Operator by) {
    by.require(Role.AUDITOR);
    return tried(() -> desk.exposure(candidate));
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  private static <T> T tried(Work<T> work) {
    try {
      return work.done();
    } catch (IOException e) {
      throw Fault.of(Code.CONFLICT, String.valueOf(e.getMessage())).stop();
    }
  }
}
