package io.sluice.inspect.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many terms in one automaton (Aho and Corasick 1975): one step for each character of a text,
 * however many terms there are. Immutable once made.
 */
final class Terms {
  /** The longest term, folded. */
  static final int MOST_CHARS = 200;

  private static final int ROOT = 0;

  /** One term, folded: which rule wants it, and whether no word may go on at its ends. */
  record Term(int rule, String folded, boolean whole) {}

  private final List<Term> terms;
  private final Edges edges;
  private final int[] back;
  private final int[] depth;
  private final int[] ending; // a term that ends at a state; -1: none
  private final int[] shorter; // the longest state on the way back where a term ends; -1: none
  private final int[] sibling; // another term with the same text; -1: none
  private final int longest;

  Terms(List<Term> terms) {
    this.terms = List.copyOf(terms);
    int most = 1 + terms.stream().mapToInt(term -> term.folded().length()).sum();
    edges = new Edges(most);
    depth = new int[most];
    ending = filled(most);
    sibling = filled(terms.size());
    var order = new ArrayList<int[]>(); // from, to, character: parents before children
    int states = 1;
    int longestSoFar = 0;
    for (int i = 0; i < terms.size(); i++) {
      String text = terms.get(i).folded();
      longestSoFar = Math.max(longestSoFar, text.length());
      int state = ROOT;
      for (int k = 0; k < text.length(); k++) {
        int next = edges.get(state, text.charAt(k));
        if (next < 0) {
          next = states++;
          edges.put(state, text.charAt(k), next);
          depth[next] = k + 1;
          order.add(new int[] {state, next, text.charAt(k)});
        }
        state = next;
      }
      sibling[i] = ending[state];
      ending[state] = i;
    }
    longest = longestSoFar;
    back = new int[states];
    shorter = filled(states);
    order.sort((one, other) -> Integer.compare(depth[one[1]], depth[other[1]]));
    link(new ArrayDeque<>(order));
  }

  private static int[] filled(int length) {
    var all = new int[length];
    Arrays.fill(all, -1);
    return all;
  }

  private void link(ArrayDeque<int[]> order) {
    for (int[] edge : order) {
      int to = edge[1];
      if (edge[0] != ROOT) {
        back[to] = next(back[edge[0]], (char) edge[2]);
      }
      shorter[to] = ending[back[to]] >= 0 ? back[to] : shorter[back[to]];
    }
  }

  boolean isEmpty() {
    return terms.isEmpty();
  }

  int longest() {
    return longest;
  }

  /** The state after one more character. */
  int next(int state, char c) {
    int at = state;
    while (true) {
      int to = edges.get(at, c);
      if (to >= 0) {
        return to;
      }
      if (at == ROOT) {
        return ROOT;
      }
      at = back[at];
    }
  }

  /** How many characters at the end of what was read may still become a term. */
  int depth(int state) {
    return depth[state];
  }

  /** The state itself if a term ends there, else the longest shorter one where one does; or -1. */
  int ending(int state) {
    return ending[state] >= 0 ? state : shorter[state];
  }

  /** The next shorter such state; -1: none. */
  int shorter(int state) {
    return shorter[state];
  }

  /** The number of a term that ends at a state of {@link #ending}. */
  int term(int state) {
    return ending[state];
  }

  /** Another term of the same text; -1: none. */
  int sibling(int term) {
    return sibling[term];
  }

  Term get(int term) {
    return terms.get(term);
  }

  /** Which state follows which, by character: an open table. */
  private static final class Edges {
    private final long[] keys;
    private final int[] states;
    private final int mask;

    Edges(int most) {
      int size = Integer.highestOneBit(Math.max(8, most)) << 2;
      keys = new long[size];
      states = new int[size];
      mask = size - 1;
    }

    private static long key(int state, char c) {
      return (long) (state + 1) << 16 | c;
    }

    private int slot(long key) {
      long mixed = key * 0x9E3779B97F4A7C15L;
      int at = (int) (mixed >>> 32) & mask;
      while (keys[at] != 0 && keys[at] != key) {
        at = at + 1 & mask;
      }
      return at;
    }

    int get(int state, char c) {
      long key = key(state, c);
      int at = slot(key);
      return keys[at] == key ? states[at] : -1;
    }

    void put(int state, char c, int to) {
      long key = key(state, c);
      int at = slot(key);
      keys[at] = key;
      states[at] = to;
    }
  }
}
