package io.sluice.ledger;

import java.util.List;

/**
 * Proof that a tree continues an older one without changing it (RFC 9162, section 2.1.4).
 *
 * @param from size of the older tree
 * @param to size of the newer tree
 * @param path hashes in the order of the RFC; none when the sizes are equal or {@code from} is 0
 */
public record ConsistencyProof(long from, long to, List<Hash> path) {
  public ConsistencyProof {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("no trees of %d and %d".formatted(from, to));
    }
    path = List.copyOf(path);
  }

  /** Whether it leads from one root to the other (RFC 9162, section 2.1.4.2). */
  public boolean verifies(Hash older, Hash newer) {
    if (from == to) {
      return path.isEmpty() && older.equals(newer);
    }
    if (from == 0) {
      return path.isEmpty() && older.equals(Hash.of(new TreeHash().empty()));
    }
    boolean whole = Long.bitCount(from) == 1;
    if (path.isEmpty() && !whole) {
      return false;
    }
    var steps = whole ? path : path.subList(1, path.size());
    var walk = new Walk(from - 1, to - 1, whole ? older : path.getFirst());
    return walk.run(steps) && walk.older().equals(older) && walk.newer().equals(newer);
  }

  /** The loop of the RFC: two nodes that climb together. */
  private static final class Walk {
    private final TreeHash hash = new TreeHash();
    private long fn;
    private long sn;
    private byte[] fr;
    private byte[] sr;

    Walk(long fn, long sn, Hash seed) {
      this.fn = fn;
      this.sn = sn;
      this.fr = seed.toByteArray();
      this.sr = seed.toByteArray();
      while ((this.fn & 1) == 1) {
        this.fn >>= 1;
        this.sn >>= 1;
      }
    }

    boolean run(List<Hash> steps) {
      for (Hash step : steps) {
        if (sn == 0) {
          return false;
        }
        byte[] side = step.toByteArray();
        if ((fn & 1) == 1 || fn == sn) {
          fr = hash.node(side, fr);
          sr = hash.node(side, sr);
          while (fn != 0 && (fn & 1) == 0) {
            fn >>= 1;
            sn >>= 1;
          }
        } else {
          sr = hash.node(sr, side);
        }
        fn >>= 1;
        sn >>= 1;
      }
      return sn == 0;
    }

    Hash older() {
      return Hash.of(fr);
    }

    Hash newer() {
      return Hash.of(sr);
    }
  }
}
