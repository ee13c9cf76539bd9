package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The inventory as operators take it out and bring it in. What {@code sluice.yaml} states is its
 * alone: an import states what that leaves open, and each import takes the place of the one before.
 */
public final class ManageInventory {
  private static final int MOST_CHARS = 4 << 20;
  private static final int MOST_NAME_CHARS = 100;

  private final Desk desk;

  /** What brings statements in force. */
  public interface Desk {
    /** The inventory as lines, the first of them the columns'. */
    List<List<String>> lines();

    /**
     * Puts a text in the place of the one before, durable and recorded when it returns; a trial
     * only checks it.
     *
     * @throws IOException if it cannot be kept; what was in force stays
     * @throws Refused with every problem of it; what was in force stays
     */
    Taken take(Draft draft, String by) throws IOException, Refused;

    /** Every version that was in force, the newest first. */
    List<Version> versions() throws IOException;

    /** The text of one version; empty: there is no such version. */
    String text(int number) throws IOException;
  }

  /**
   * A text that is to be brought in.
   *
   * @param name of its file; {@code .csv} at its end says the format, which else is YAML
   * @param trial whether it is only checked
   */
  public record Draft(String name, String text, boolean trial) {}

  /**
   * What an import came to.
   *
   * @param version its number, from 1; of a trial the number that it would have
   * @param before SHA-256 of the text before, in hex; empty: there was none
   * @param subjects providers and models of which it states something that nobody stated before
   * @param tools the same of tools
   */
  public record Taken(
      int version, String before, String after, List<String> subjects, List<String> tools) {
    public Taken {
      subjects = List.copyOf(subjects);
      tools = List.copyOf(tools);
    }
  }

  /** A text that was in force from {@code at} on. */
  public record Version(int number, String name, String sha256, String by, Instant at) {}

  /** The reasons for which a text was not taken. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    /** For these reasons. */
    public Refused(List<String> reasons) {
      super("the inventory was refused");
      this.reasons = List.copyOf(reasons);
    }
  }

  /** Over this desk. */
  public ManageInventory(Desk desk) {
    this.desk = desk;
  }

  /** The inventory as lines, the first of them the columns'. Needs the role viewer. */
  public List<List<String>> export(Operator by) {
    by.require(Role.VIEWER);
    return desk.lines();
  }

  /**
   * Takes a text, all of it or nothing. Needs the role admin.
   *
   * @throws io.sluice.model.Stop CONFLICT with file, line and column of whatever is wrong
   */
  public synchronized Taken take(Draft draft, Operator by) {
    by.require(Role.ADMIN);
    boolean named = draft.name().length() <= MOST_NAME_CHARS && draft.name().indexOf('\n') < 0;
    if (!named || draft.text().length() > MOST_CHARS || draft.text().isBlank()) {
      throw Fault.of(
              Code.INVALID_REQUEST,
              "an inventory has a name of at most %d characters and a text of at most %d"
                  .formatted(MOST_NAME_CHARS, MOST_CHARS))
          .stop();
    }
    try {
      return desk.take(draft, by.name());
    } catch (Refused e) {
      String all = String.join("\n  ", e.reasons);
      throw Fault.of(
              Code.CONFLICT, "the inventory was refused, and what was in force stays:\n  " + all)
          .naming(e.reasons)
          .stop();
    } catch (IOException e) {
      throw Fault.of(Code.CONFLICT, "the inventory cannot be kept: " + e.getMessage()).stop();
    }
  }

  /** Every version that was in force, the newest first. Needs the role viewer. */
  public List<Version> versions(Operator by) {
    by.require(Role.VIEWER);
    try {
      return desk.versions();
    } catch (IOException e) {
      throw Fault.of(Code.INTERNAL, "the versions cannot be read").stop();
    }
  }

  /** The text of a version by its number. Needs the role viewer. */
  public String text(String number, Operator by) {
    by.require(Role.VIEWER);
    try {
      String text = number.matches("[1-9][0-9]{0,8}") ? desk.text(Integer.parseInt(number)) : "";
      if (text.isEmpty()) {
        throw Fault.of(Code.NOT_FOUND, "there is no such version").stop();
      }
      return text;
    } catch (IOException e) {
      throw Fault.of(Code.INTERNAL, "the version cannot be read").stop();
    }
  }
}
