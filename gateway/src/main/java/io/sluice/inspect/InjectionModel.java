package io.sluice.inspect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A linear model of what wants to give a model orders. Weights are trained by the bench module and
 * shipped as {@code injection-model.bin}, one byte each; the threshold is fixed there too.
 * Thread-safe.
 */
public final class InjectionModel {
  private static final int MAGIC = 0x534C494D;
  private static @Nullable InjectionModel shipped;

  private final byte[] weights;
  private final float scale;
  private final float bias;
  private final float threshold;

  /** A model of that many weights; {@code scale} turns a weight's byte into a number. */
  public InjectionModel(byte[] weights, float scale, float bias, float threshold) {
    if (weights.length != InjectionFeatures.SIZE) {
      throw new IllegalArgumentException("not a weight for every feature");
    }
    this.weights = weights.clone();
    this.scale = scale;
    this.bias = bias;
    this.threshold = threshold;
  }

  /** The model that is shipped. */
  public static synchronized InjectionModel shipped() {
    InjectionModel model = shipped;
    if (model == null) {
      model = read();
      shipped = model;
    }
    return model;
  }

  private static InjectionModel read() {
    try (InputStream in = InjectionModel.class.getResourceAsStream("injection-model.bin")) {
      if (in == null) {
        throw new IllegalStateException("injection-model.bin is not in the jar");
      }
      var data = new DataInputStream(new GZIPInputStream(in));
      if (data.readInt() != MAGIC || data.readInt() != InjectionFeatures.SIZE) {
        throw new IllegalStateException("injection-model.bin is of another version");
      }
      float scale = data.readFloat();
      float bias = data.readFloat();
      float threshold = data.readFloat();
      return new InjectionModel(data.readNBytes(InjectionFeatures.SIZE), scale, bias, threshold);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The score of one piece, given its features: above the threshold it is suspicious. */
  double score(InjectionFeatures features, String text, Piece piece) {
    int[] found = features.of(text, piece.start, piece.end);
    int count = features.count();
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[found[i]];
    }
    return bias + (count == 0 ? 0 : sum * scale / Math.sqrt(count));
  }

  /** One piece of a text. */
  record Piece(int start, int end) {}

  /** The pieces that a text is looked at in, in order; each overlaps the next by a half. */
  static List<Piece> pieces(int length) {
    var pieces = new ArrayList<Piece>();
    int start = 0;
    while (true) {
      int end = Math.min(length, start + InjectionFeatures.WINDOW_CHARS);
      pieces.add(new Piece(start, end));
      if (end == length) {
        return pieces;
      }
      start += InjectionFeatures.STEP_CHARS;
    }
  }

  /** In how many pieces a text of that many characters is looked at. */
  public static int pieceCount(int length) {
    return pieces(length).size();
  }

  /** The highest score of any piece of {@code text}. */
  public double score(String text) {
    var features = new InjectionFeatures();
    double best = Double.NEGATIVE_INFINITY;
    for (Piece piece : pieces(text.length())) {
      best = Math.max(best, score(features, text, piece));
    }
    return best;
  }

  /** Above this a piece is suspicious. */
  public double threshold() {
    return threshold;
  }
}
