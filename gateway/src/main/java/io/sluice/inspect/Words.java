package io.sluice.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An automaton that finds every occurrence of many words in one pass, at one table look a
 * character. ASCII letters match in either case; other characters only themselves. Immutable.
 *
 * <p>Source: Aho and Corasick, Efficient String Matching, CACM 18(6), 1975.
 */
final class Words {
  /** No word has more characters. */
  static final int MOST_CHARS = 64;

  private static final int ASCII = 128;

  /** A word that ends where the automaton is: whose it is, and how long. */
  record End(int owner, int length) {}

  private final byte[] kinds = new byte[ASCII];
  private final int width;
  private final int[] next;
  private final int[] depth;
  private final End[][] ends;

  /** {@code words}: one list for each owner; ASCII, 1 to {@link #MOST_CHARS} characters each. */
  Words(List<List<String>> words) {
    width = kinds(words);
    var trie = new Trie(width);
    for (int owner = 0; owner < words.size(); owner++) {
      for (String word : words.get(owner)) {
        trie.add(kindsOf(word), owner);
      }
    }
    next = trie.linked();
    depth = trie.depth.stream().mapToInt(Integer::intValue).toArray();
    ends = trie.ends.stream().map(all -> all.toArray(End[]::new)).toArray(End[][]::new);
  }

  private int kinds(List<List<String>> words) {
    int count = 1; // 0: stands in no word
    for (List<String> list : words) {
      for (String word : list) {
        if (word.isEmpty() || word.length() > MOST_CHARS) {
          throw new IllegalArgumentException("a word has 1 to " + MOST_CHARS + " characters");
        }
        for (int i = 0; i < word.length(); i++) {
          char c = folded(word.charAt(i));
          if (c >= ASCII) {
            throw new IllegalArgumentException("a word is ASCII");
          }
          if (kinds[c] == 0) {
            kinds[c] = (byte) count++;
          }
        }
      }
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      kinds[c] = kinds[c | 0x20];
    }
    return count;
  }

  private byte[] kindsOf(String word) {
    var kindsOfWord = new byte[word.length()];
    for (int i = 0; i < kindsOfWord.length; i++) {
      kindsOfWord[i] = kinds[folded(word.charAt(i))];
    }
    return kindsOfWord;
  }

  private static char folded(char c) {
    return Letters.upper(c) ? (char) (c | 0x20) : c;
  }

  /** The state after {@code c} in {@code state}; 0 is where every text begins. */
  int next(int state, char c) {
    return c < ASCII ? next[state * width + kinds[c]] : 0;
  }

  /** True if some word ends in {@code state}. */
  boolean ending(int state) {
    return ends[state].length > 0;
  }

  /** The words that end in {@code state}. */
  End[] ends(int state) {
    return ends[state];
  }

  /** How many of the last characters may still become a word. */
  int depth(int state) {
    return depth[state];
  }

  /** The words as a tree, which becomes the automaton once failure links are folded in. */
  private static final class Trie {
    final int width;
    int[] next;
    final List<Integer> depth = new ArrayList<>(List.of(0));
    final List<List<End>> ends = new ArrayList<>(List.of(new ArrayList<>()));

    Trie(int width) {
      this.width = width;
      next = new int[width * 64];
    }

    void add(byte[] word, int owner) {
      int state = 0;
      for (byte kind : word) {
        int slot = state * width + kind;
        if (next[slot] == 0) {
          int fresh = depth.size();
          depth.add(depth.get(state) + 1);
          ends.add(new ArrayList<>());
          if ((fresh + 1) * width > next.length) {
            next = Arrays.copyOf(next, next.length * 2);
          }
          next[slot] = fresh;
        }
        state = next[slot];
      }
      var end = new End(owner, word.length);
      if (!ends.get(state).contains(end)) {
        ends.get(state).add(end);
      }
    }

    int[] linked() {
      int states = depth.size();
      var fail = new int[states];
      var queue = new ArrayDeque<Integer>();
      for (int kind = 0; kind < width; kind++) {
        if (next[kind] != 0) {
          queue.add(next[kind]);
        }
      }
      while (!queue.isEmpty()) {
        int state = queue.remove();
        ends.get(state).addAll(ends.get(fail[state]));
        for (int kind = 0; kind < width; kind++) {
          int slot = state * width + kind;
          int through = next[fail[state] * width + kind];
          if (next[slot] == 0) {
            next[slot] = through;
          } else {
            fail[next[slot]] = through;
            queue.add(next[slot]);
          }
        }
      }
      return Arrays.copyOf(next, states * width);
    }
  }
}
