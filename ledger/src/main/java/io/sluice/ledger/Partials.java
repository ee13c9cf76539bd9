package io.sluice.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which tiles are on a disk: the partial ones by number, and the last full one of each level. */
final class Partials {
  private record Place(int level, long number) {}

  private final Map<Place, List<Tile>> partials = new HashMap<>();
  private final Map<Integer, Tile> lastFull = new HashMap<>();

  private Partials() {}

  /**
   * Reads the names of all tiles.
   *
   * @throws LedgerDamaged if a file is there that is no tile
   */
  static Partials find(Disk disk) throws IOException {
    var found = new Partials();
    for (String level : disk.list(Tile.DIRECTORY)) {
      String name = level.endsWith("/") ? level.substring(0, level.length() - 1) : "";
      if (name.equals("entries") || name.matches("[0-7]")) {
        int number = name.equals("entries") ? Tile.ENTRIES : Integer.parseInt(name);
        found.read(disk, Tile.DIRECTORY + "/" + name, new Place(number, 0));
      } else {
        throw unknown(Tile.DIRECTORY + "/" + level);
      }
    }
    return found;
  }

  private void read(Disk disk, String directory, Place at) throws IOException {
    int level = at.level;
    long above = at.number;
    for (String name : disk.list(directory)) {
      String path = directory + "/" + name;
      if (name.matches("x\\d{3}/")) {
        long part = Long.parseLong(name, 1, 4, 10);
        read(disk, directory + "/" + name.substring(0, 4), new Place(level, (above + part) * 1000));
      } else if (name.matches("\\d{3}\\.p/")) {
        long number = above + Long.parseLong(name, 0, 3, 10);
        readPartials(disk, directory + "/" + name.substring(0, 5), new Place(level, number));
      } else if (name.matches("\\d{3}")) {
        var tile = new Tile(level, above + Long.parseLong(name), Tile.WIDTH);
        lastFull.merge(level, tile, (a, b) -> a.number() > b.number() ? a : b);
      } else if (!name.startsWith(".")) {
        throw unknown(path);
      }
    }
  }

  private void readPartials(Disk disk, String directory, Place at) throws IOException {
    var tiles = new ArrayList<Tile>();
    for (String name : disk.list(directory)) {
      if (name.matches("[1-9]\\d{0,2}") && Integer.parseInt(name) < Tile.WIDTH) {
        tiles.add(new Tile(at.level, at.number, Integer.parseInt(name)));
      } else if (!name.startsWith(".")) {
        throw unknown(directory + "/" + name);
      }
    }
    tiles.sort(Comparator.comparingInt(Tile::width));
    partials.put(at, tiles);
  }

  /** A tile itself and the partial tiles on the disk with its number, no wider than it. */
  List<Tile> upTo(Tile tile) {
    var tiles = new ArrayList<Tile>();
    tiles.add(tile);
    for (Tile partial : partials.getOrDefault(new Place(tile.level(), tile.number()), List.of())) {
      if (partial.width() < tile.width()) {
        tiles.add(partial);
      }
    }
    return tiles;
  }

  /** A tile that a log of that size cannot have, or null. */
  @Nullable Tile beyond(long size) {
    for (Tile tile : lastFull.values()) {
      if (isBeyond(tile, size)) {
        return tile;
      }
    }
    for (List<Tile> tiles : partials.values()) {
      if (!tiles.isEmpty() && isBeyond(tiles.getLast(), size)) {
        return tiles.getLast();
      }
    }
    return null;
  }

  private static boolean isBeyond(Tile tile, long size) {
    long hashes = size >>> (Tile.HEIGHT * Math.max(tile.level(), 0));
    return tile.number() * Tile.WIDTH + tile.width() > hashes;
  }

  private static LedgerDamaged unknown(String path) {
    return new LedgerDamaged(new Damage(path, -1, -1, "not a file of a log"));
  }
}
