package io.sluice.flow;

import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.List;

/**
 * What one tool does, and what may be done with it. Set by operators, by the tool's name: an
 * application changes nothing.
 *
 * @param effect what a call does to the world
 * @param result the label of what the tool returns
 * @param directory whether what it returns names destinations, as an address book does
 * @param claims what of a result's label is taken from the result
 */
public record ToolPolicy(Effect effect, Label result, Sink sink, boolean directory, Claims claims) {
  /** Of a tool whose results say nothing of themselves that counts. */
  public ToolPolicy(Effect effect, Label result, Sink sink, boolean directory) {
    this(effect, result, sink, directory, Claims.NONE);
  }

  /**
   * What of a result's label is taken from the result itself.
   *
   * @param vouched whether what its server says in {@code _meta.ifc} takes the place of what is
   *     said of the tool
   * @param readersFrom members of a JSON result, by dotted paths, whose values are readers of it
   *     beside those that are named
   */
  public record Claims(boolean vouched, List<String> readersFrom) {
    /** Nothing is. */
    public static final Claims NONE = new Claims(false, List.of());

    public Claims {
      readersFrom = List.copyOf(readersFrom);
    }
  }

  /** What a call does to the world. */
  public enum Effect {
    READ("read", Integrity.UNTRUSTED, Level.RESTRICTED),
    FETCH("fetch", Integrity.UNTRUSTED, Level.PUBLIC),
    WRITE("write", Integrity.INTERNAL, Level.RESTRICTED),
    DELETE("delete", Integrity.INTERNAL, Level.RESTRICTED),
    SEND_INTERNAL("send_internal", Integrity.INTERNAL, Level.CONFIDENTIAL),
    SEND_EXTERNAL("send_external", Integrity.INTERNAL, Level.PUBLIC),
    SHARE("share", Integrity.INTERNAL, Level.PUBLIC),
    MONEY_OUT("money_out", Integrity.INTERNAL, Level.RESTRICTED),
    IDENTITY("identity", Integrity.USER, Level.RESTRICTED),
    EXECUTE("execute", Integrity.USER, Level.RESTRICTED);

    private final String word;
    private final Integrity least;
    private final Level most;

    Effect(String word, Integrity least, Level most) {
      this.word = word;
      this.least = least;
      this.most = most;
    }

    /** The name used in configuration and the record. */
    public String word() {
      return word;
    }

    /** What holds for a call with this effect where nothing else is said. */
    public Sink usual() {
      return new Sink(List.of(), List.of(), List.of(), least, most);
    }
  }

  /**
   * What may go into a call.
   *
   * @param controlArgs arguments that say where the effect goes; empty: every argument may
   * @param dataArgs arguments that only carry content
   * @param allowed destinations that an operator has named: they count as named by the user
   * @param minIntegrity the least trustworthy content that may cause the call
   * @param maxLevel the highest level that may go into it
   */
  public record Sink(
      List<String> controlArgs,
      List<String> dataArgs,
      List<String> allowed,
      Integrity minIntegrity,
      Level maxLevel) {
    public Sink {
      controlArgs = List.copyOf(controlArgs);
      dataArgs = List.copyOf(dataArgs);
      allowed = List.copyOf(allowed);
    }
  }

  /** The label of what a tool returned of which nothing is known. */
  public static final Label UNKNOWN_RESULT =
      new Label(Integrity.UNTRUSTED, Level.INTERNAL, Categories.NONE);

  /** What holds for a tool nobody described: it may be the worst that there is. */
  public static final ToolPolicy UNKNOWN =
      new ToolPolicy(Effect.SEND_EXTERNAL, UNKNOWN_RESULT, Effect.SEND_EXTERNAL.usual(), false);
}
