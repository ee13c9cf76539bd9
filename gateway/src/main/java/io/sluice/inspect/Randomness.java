package io.sluice.inspect;

/** Tells characters drawn at random from words, fillers and keyboard rows. */
final class Randomness {
  private static final double LEAST_BITS = 3.0; // Shannon entropy per character

  private Randomness() {}

  /**
   * True if [start, end) looks drawn at random.
   *
   * @param run the fewest letters and digits in a row that it must have somewhere
   */
  static boolean likely(Window window, int start, int end, int run) {
    var counts = new int[128];
    int longest = 0;
    int longestEnd = start;
    int current = 0;
    int climbing = 0;
    for (int i = start; i < end; i++) {
      char c = window.at(i);
      counts[c & 127]++;
      climbing += i > start && c == window.at(i - 1) + 1 ? 1 : 0;
      current = Letters.letterOrDigit(c) ? current + 1 : 0;
      if (current > longest) {
        longest = current;
        longestEnd = i + 1;
      }
    }
    int length = end - start;
    return longest >= run
        && climbing * 2 < length
        && varied(window, longestEnd - longest, longestEnd)
        && bits(counts, length) >= LEAST_BITS;
  }

  /**
   * True unless [start, end) is plainly a filler: the same few characters over and over, or words.
   * For places where something else already says that a secret stands there.
   */
  static boolean possible(Window window, int start, int end) {
    var counts = new int[128];
    int digits = 0;
    for (int i = start; i < end; i++) {
      char c = window.at(i);
      counts[c & 127]++;
      digits += Letters.digit(c) ? 1 : 0;
    }
    int length = end - start;
    return bits(counts, length) >= (digits > 1 ? 2.2 : 3.6);
  }

  /** Two of digits, small letters and capitals. */
  private static boolean varied(Window window, int start, int end) {
    int kinds = 0;
    for (int i = start; i < end; i++) {
      char c = window.at(i);
      kinds |= Letters.digit(c) ? 1 : Letters.lower(c) ? 2 : 4;
    }
    return Integer.bitCount(kinds) >= 2;
  }

  private static double bits(int[] counts, int length) {
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        sum -= count * Math.log((double) count / length);
      }
    }
    return sum / length / Math.log(2);
  }
}
