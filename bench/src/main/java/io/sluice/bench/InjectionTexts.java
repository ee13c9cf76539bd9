package io.sluice.bench;

import io.sluice.cli.security.DataSet;
import io.sluice.cli.security.DataSet.Row;
import io.sluice.inspect.InjectionFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Labelled texts in pieces, and texts that are made of them: carriers of attacks without the
 * attack, and attacks in carriers of other texts. From the first a model learns that a mail or a
 * result is no attack because attacks came in such, from the second that an attack is one wherever
 * it stands. Only train rows are mixed.
 */
final class InjectionTexts {
  private static final List<String> FOLDERS = List.of("text", "mcp", "multilingual");
  private static final int LEAST_CARRIER_CHARS = 80;
  private static final int LEAST_REST_CHARS = 20;
  private static final int MOST_CARRIER_CHARS = 3_000;
  private static final int MOST_ORDER_CHARS = 900;

  /**
   * A text and its pieces.
   *
   * @param looked how many of the pieces are looked at when it is judged; the others only teach
   */
  record Text(Row row, Source source, List<int[]> pieces, List<Boolean> attacks, int looked) {
    boolean attack() {
      return row.text("label").equals("attack");
    }

    boolean benign() {
      return row.text("label").equals("benign");
    }

    boolean dev() {
      return row.in("dev");
    }

    String file() {
      return row.file();
    }

    /** Texts that count the same together, however many they are. */
    String group() {
      return row.file() + "/" + (source.made.isEmpty() ? row.text("label") : source.made);
    }
  }

  /**
   * Where a text is from besides its row.
   *
   * @param carrier the file that what stands around the attack is from
   * @param made how it was made: a word; empty: it stands in the data as it is
   */
  record Source(String carrier, String made) {}

  /** Made by leaving the attack out. */
  static final String WITHOUT = "carrier";

  /** Made by putting the attack elsewhere. */
  static final String MIXED = "mixed";

  private final InjectionFeatures features = new InjectionFeatures();
  private final List<Text> plain = new ArrayList<>();
  private final List<Text> made = new ArrayList<>();

  InjectionTexts(DataSet data) throws IOException {
    for (String folder : FOLDERS) {
      for (Row row : data.rows(folder)) {
        plain.add(plain(row));
      }
    }
    mix();
  }

  /** The texts of the data. */
  List<Text> plain() {
    return plain;
  }

  /** The texts that are made of them. */
  List<Text> made() {
    return made;
  }

  /** Where the attack stands in a text. */
  private record Place(int from, int to) {
    static Place of(Row row) {
      String text = row.text("text");
      String injected = row.text("injected");
      int from = injected.isEmpty() ? 0 : Math.max(0, text.indexOf(injected));
      return new Place(from, injected.isEmpty() ? text.length() : from + injected.length());
    }

    int length() {
      return to - from;
    }
  }

  private Text plain(Row row) {
    String text = row.text("text");
    boolean attack = row.text("label").equals("attack");
    Place place = Place.of(row);
    var source = new Source(row.file(), "");
    Text whole = text(row, source, text, attack ? place : null);
    if (attack && !row.text("injected").isEmpty()) { // the bare order, too
      int end = Math.min(place.to, place.from + InjectionFeatures.WINDOW_CHARS);
      whole.pieces.add(features.piece(text, place.from, end));
      whole.attacks.add(true);
    }
    return whole;
  }

  /** {@code attack}: where it stands; null: there is none. */
  private Text text(Row row, Source source, String text, @Nullable Place attack) {
    var pieces = new ArrayList<int[]>();
    var attacks = new ArrayList<Boolean>();
    int start = 0;
    while (true) {
      int end = Math.min(text.length(), start + InjectionFeatures.WINDOW_CHARS);
      pieces.add(features.piece(text, start, end));
      attacks.add(attack != null && mostly(attack, start, end));
      if (end == text.length()) {
        break;
      }
      start += InjectionFeatures.STEP_CHARS;
    }
    if (attack != null && !attacks.contains(true)) {
      attacks.replaceAll(_ -> true);
    }
    return new Text(row, source, pieces, attacks, pieces.size());
  }

  private static boolean mostly(Place attack, int start, int end) {
    int shared = Math.min(end, attack.to) - Math.max(start, attack.from);
    return shared * 2 > Math.min(attack.length(), InjectionFeatures.WINDOW_CHARS);
  }

  private void mix() {
    var random = new SplittableRandom(7);
    Set<String> seen = new HashSet<>();
    List<Row> carriers =
        plain.stream()
            .filter(text -> text.benign() && !text.dev())
            .map(Text::row)
            .filter(row -> row.text("text").length() >= LEAST_CARRIER_CHARS)
            .toList();
    for (Text text : plain) {
      if (!text.dev() && text.attack()) {
        without(text.row, seen);
        mixed(text.row, carriers.get(random.nextInt(carriers.size())), random);
      }
    }
  }

  private void without(Row row, Set<String> seen) {
    String text = row.text("text");
    Place place = Place.of(row);
    String rest = text.substring(0, place.from) + " " + text.substring(place.to);
    if (rest.strip().length() > LEAST_REST_CHARS && seen.add(rest.strip())) {
      made.add(text(row, new Source(row.file(), WITHOUT), rest, null));
    }
  }

  /** At the beginning, at the end, or before some word. */
  private void mixed(Row row, Row carrier, SplittableRandom random) {
    Place place = Place.of(row);
    if (place.length() > MOST_ORDER_CHARS) {
      return;
    }
    String order = row.text("text").substring(place.from, place.to);
    String around = carrier.text("text");
    around = around.substring(0, Math.min(around.length(), MOST_CARRIER_CHARS));
    int word = around.indexOf(' ', random.nextInt(around.length()));
    int at =
        switch (random.nextInt(3)) {
          case 0 -> 0;
          case 1 -> around.length();
          default -> word < 0 ? around.length() : word;
        };
    String gap = random.nextBoolean() ? " " : "\n";
    String text = around.substring(0, at) + gap + order + gap + around.substring(at);
    var there = new Place(at + 1, at + 1 + order.length());
    made.add(text(row, new Source(carrier.file(), MIXED), text, there));
  }
}
