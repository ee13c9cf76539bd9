package io.sluice.inspect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

  /** What the weights of a block's features come to, and how many these are. */
  private record Sum(long weights, int features) {
    static final Sum NOTHING = new Sum(0, 0);

    Sum and(Sum other) {
      return new Sum(weights + other.weights, features + other.features);
    }
  }

  /** Goes through a text piece by piece; each block is read once, though two pieces have it. */
  final class Walk {
    private final String text;
    private final InjectionFeatures features = new InjectionFeatures();
    private Sum before = Sum.NOTHING;
    private int end;

    Walk(String text) {
      this.text = text;
      if (text.length() > InjectionFeatures.STEP_CHARS) {
        before = block();
      }
    }

    private Sum block() {
      int to = Math.min(text.length(), end + InjectionFeatures.STEP_CHARS);
      int[] found = features.of(text, end, to);
      int count = features.count();
      long sum = 0;
      for (int i = 0; i < count; i++) {
        sum += weights[found[i]];
      }
      end = to;
      return new Sum(sum, count);
    }

    /** The score of the next piece. */
    double next() {
      Sum now = block();
      Sum whole = before.and(now);
      before = now;
      int count = whole.features();
      return bias + (count == 0 ? 0 : whole.weights() * scale / Math.sqrt(count));
    }

    boolean more() {
      return end < text.length();
    }

    /** Where the piece ends that was scored last. */
    int end() {
      return end;
    }
  }

  /** Goes through {@code text}, which has at least one piece. */
  Walk walk(String text) {
    return new Walk(text);
  }

  /** In how many pieces a text of that many characters is looked at. */
  public static int pieceCount(int length) {
    int step = InjectionFeatures.STEP_CHARS;
    return Math.max(1, (length + step - 1) / step - 1);
  }

  /** The highest score of any piece of {@code text}. */
  public double score(String text) {
    Walk walk = walk(text);
    double best = walk.next();
    while (walk.more()) {
      best = Math.max(best, walk.next());
    }
    return best;
  }

  /** Above this a piece is suspicious. */
  public double threshold() {
    return threshold;
  }
}
