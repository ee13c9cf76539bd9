package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people who may let a held answer go, as far as the story needs them. */
public interface Consent {
  /** Nobody may let anything go. */
  Consent NONE =
      new Consent() {
        @Override
        public String binding(Facts facts, Bytes body) {
          return "";
        }

        @Override
        public Optional<String> open(Held held) {
          return Optional.empty();
        }

        @Override
        public Optional<String> granted(String binding) {
          return Optional.empty();
        }

        @Override
        public boolean use(String approval) {
          return false;
        }
      };

  /**
   * An answer that is held.
   *
   * @param rules that held it
   * @param shown names and values for the approver; no content
   */
  record Held(Facts facts, String binding, List<String> rules, Map<String, String> shown) {
    public Held {
      rules = List.copyOf(rules);
    }
  }

  /** What ties an approval to one caller's one request. */
  String binding(Facts facts, Bytes body);

  /**
   * Asks for an approval; its id, or empty if nobody is named who could give it.
   *
   * @throws io.sluice.model.Stop POLICY_DENIED if nobody would
   */
  Optional<String> open(Held held);

  /** The id of the approval that is in force for this binding. */
  Optional<String> granted(String binding);

  /** Uses an approval up; false if it is not in force any more. */
  boolean use(String approval);
}
