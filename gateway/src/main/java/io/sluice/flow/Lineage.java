package io.sluice.flow;

import io.sluice.flow.Declassifier.Declassified;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Origin;
import io.sluice.model.Stretch;
import java.util.List;

/**
 * Knows again what was labelled before, whatever application it comes back in. Tenants never meet.
 * Thread-safe.
 */
public interface Lineage {
  /** Knows nothing and learns nothing. */
  Lineage NONE =
      new Lineage() {
        @Override
        public Recognised look(Party party, String text, Voice voice) {
          return Recognised.NOTHING;
        }

        @Override
        public void learn(Party party, String text, Label label, Origin origin) {}

        @Override
        public void meets(Party party, String text) {}

        @Override
        public Learning learning(Party party, Label label, Origin origin) {
          return Learning.NONE;
        }

        @Override
        public boolean pinned(String tenant, String place, String text) {
          return false;
        }
      };

  /**
   * Through whom content passes.
   *
   * @param app the application; empty: none in particular
   */
  record Party(String tenant, String app) {}

  /** Whose words a text is. */
  enum Voice {
    /**
     * An operator's, in which a value that an untrusted source also named is the operator's all the
     * same: such a value says how confidential it is, not how trustworthy.
     */
    OPERATOR,
    /**
     * A principal's own. The same holds of values that this application has met: in such words
     * before, or in what it read. What only other applications read is as trustworthy as there.
     */
    OWN,
    /** Anybody's: a value in it is as trustworthy as the source that it is known from. */
    ANY
  }

  /** What of {@code text} is known, as it stands and in decoded views. */
  Recognised look(Party party, String text, Voice voice);

  /**
   * The stretches of {@code text} that are known, in raw and decoded views; in order, apart. Where
   * some could not be read, all of it is one that is restricted and untrusted.
   */
  default List<Stretch> recognise(String tenant, String text) {
    return look(new Party(tenant, ""), text, Voice.ANY).stretches(text, Level.RESTRICTED);
  }

  /** What of {@code text} operators registered, in order, apart: it counts in every mode. */
  default List<Stretch> registered(Party party, String text) {
    return List.of();
  }

  /** True if the readers of some content were ever named. */
  default boolean limited() {
    return false;
  }

  /** True if the tenant has canaries: texts that no answer may hold. */
  default boolean guarded(String tenant) {
    return false;
  }

  /** The names of the canaries that {@code text} holds, as it stands or in decoded views. */
  default List<String> canaries(String tenant, String text) {
    return List.of();
  }

  /** From now on {@code text}, and what is long enough of it, is recognised with this label. */
  void learn(Party party, String text, Label label, Origin origin);

  /** The same of content that came through no application. */
  default void learn(String tenant, String text, Label label, Origin origin) {
    learn(new Party(tenant, ""), text, label, origin);
  }

  /**
   * The values in these words of a principal are the application's from now on, unless they are
   * known already: that another application reads them later changes nothing.
   */
  void meets(Party party, String text);

  /** Learns a text that comes in pieces; each is known before {@link Learning#add} returns. */
  Learning learning(Party party, Label label, Origin origin);

  /**
   * What the sessions of that name of one application have seen; from now on {@code label} too.
   *
   * @param exchange in which it was
   */
  default Label session(Party party, String name, Label label, String exchange) {
    return label;
  }

  /** What content of that origin is worth, by what an operator released. */
  default Declassified released(String tenant, String origin, Label label) {
    return new Declassified(label, "");
  }

  /** True if this very text was said at {@code place} before; from now on it was. */
  boolean pinned(String tenant, String place, String text);

  /** A text on its way. Confined to one thread. */
  interface Learning {
    /** Takes nothing down. */
    Learning NONE =
        new Learning() {
          @Override
          public void add(String piece) {}

          @Override
          public void worsen(Label label) {}

          @Override
          public void end() {}
        };

    /** The next piece. */
    void add(String piece);

    /** All of it, what was learned before included, has at least this label. */
    void worsen(Label label);

    /** It is complete: as a whole it is known too. */
    void end();

    /** What was learned is worth that, by the rule that is named. */
    default void endorse(Declassified as) {}
  }
}
