package io.sluice.audit;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Gives the persons that applications name a surrogate for the record: random, so that it tells
 * nothing once the store has forgotten whose it is. A person may get several, one per start of the
 * gateway and one more whenever too many were named. Thread-safe.
 */
public final class Subjects {
  private static final int MOST = 10_000;
  private static final int BYTES = 12;

  /** Remembers what a surrogate stands for; must not wait. */
  @FunctionalInterface
  public interface Remember {
    /** False: it cannot be remembered now, and the surrogate must not be used. */
    boolean name(String tenant, String subject, String surrogate);
  }

  private record Person(String tenant, String subject) {}

  private final RandomGenerator random;
  private final Remember remember;
  private final Map<Person, String> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Person, String> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param random the source of surrogates: a {@code SecureRandom}, except in tests
   */
  public Subjects(RandomGenerator random, Remember remember) {
    this.random = random;
    this.remember = remember;
  }

  /** The surrogate of a person; empty if {@code subject} is, or if it cannot be remembered now. */
  public synchronized String surrogate(String tenant, String subject) {
    if (subject.isEmpty()) {
      return "";
    }
    var person = new Person(tenant, subject);
    String found = known.get(person);
    if (found != null) {
      return found;
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String fresh = HexFormat.of().formatHex(bytes);
    if (!remember.name(tenant, subject, fresh)) {
      return "";
    }
    known.put(person, fresh);
    return fresh;
  }

  /** Forgets a person: whoever is named so later gets another surrogate. */
  public synchronized void forget(String tenant, String subject) {
    known.remove(new Person(tenant, subject));
  }
}
