package io.sluice.ledger;

/**
 * One file of the published tree (C2SP tlog-tiles, height 8): hashes of a level, or a bundle of
 * entries.
 *
 * @param level 0 and up for hashes, {@link #ENTRIES} for a bundle
 * @param number of the tile in its level
 * @param width how many hashes or entries it holds, 1 to 256
 */
record Tile(int level, long number, int width) {
  static final int ENTRIES = -1;
  static final int WIDTH = 256;
  static final int HEIGHT = 8;
  static final String DIRECTORY = "tile";

  /** {@code tile/<level>/<number>[.p/<width>]}. */
  String path() {
    return width == WIDTH ? full() : partials() + "/" + width;
  }

  /** The directory of the partial tiles with this number. */
  String partials() {
    return full() + ".p";
  }

  String directory() {
    String path = path();
    return path.substring(0, path.lastIndexOf('/'));
  }

  private String full() {
    var path = new StringBuilder();
    long rest = number;
    path.append("%03d".formatted(rest % 1000));
    for (rest /= 1000; rest > 0; rest /= 1000) {
      path.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return DIRECTORY + "/" + (level == ENTRIES ? "entries" : String.valueOf(level)) + "/" + path;
  }

  /** How many hashes the last tile of a level holds in a tree of that size; 0 for none. */
  static int partialWidth(int level, long size) {
    return (int) ((size >>> (HEIGHT * Math.max(level, 0))) % WIDTH);
  }
}
