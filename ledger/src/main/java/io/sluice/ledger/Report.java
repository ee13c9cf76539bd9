package io.sluice.ledger;

import java.util.Optional;

/**
 * What a verification found.
 *
 * @param log its name
 * @param entries how many were read
 * @param signed how many of them the newest checkpoint covers
 * @param since the checkpoint that was remembered from before, if any
 * @param damage the first thing that is wrong, if anything is
 * @param unfinished whether a write that lost power lies behind the last entry; the next start
 *     clears it
 */
public record Report(
    String log,
    long entries,
    long signed,
    Optional<Checkpoint> since,
    Optional<Damage> damage,
    boolean unfinished) {
  /** Whether nothing is wrong. */
  public boolean intact() {
    return damage.isEmpty();
  }

  /** For a person: some lines, each ending in a newline. */
  public String text() {
    var text = new StringBuilder("log %s: %d entries read%n".formatted(log, entries));
    if (damage.isPresent()) {
      return text.append("FAILED: ").append(damage.get()).append('\n').toString();
    }
    if (since.isEmpty()) {
      text.append("consistent up to its newest checkpoint (%d entries)".formatted(signed));
      text.append(", rollback not excluded: no checkpoint from before was given\n");
    } else {
      text.append("consistent up to its newest checkpoint (%d entries)".formatted(signed));
      text.append(", and continues the checkpoint of %d entries\n".formatted(since.get().size()));
    }
    if (entries > signed) {
      text.append("%d newer entries are not signed yet%n".formatted(entries - signed));
    }
    if (unfinished) {
      text.append("an unfinished write lies behind the last entry; the next start clears it\n");
    }
    return text.toString();
  }
}
