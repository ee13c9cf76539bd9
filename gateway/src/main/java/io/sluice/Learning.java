package io.sluice;

import io.sluice.pipeline.Feedback;
import io.sluice.pipeline.Snapshot;
import io.sluice.route.Learned;
import java.io.IOException;
import java.util.function.Supplier;

/** What routing learned, the opinions it learns from, and the file it is kept in. */
final class Learning {
  private static final int EVERY_TURNS = 60;

  private final Learned learned;
  private final Feedback feedback;
  private final LearnedFile file;
  private int turns;

  private Learning(Learned learned, Feedback feedback, LearnedFile file) {
    this.learned = learned;
    this.feedback = feedback;
    this.file = file;
  }

  /** Reads what was kept. */
  static Learning open(
      Storage storage, Bookkeeping books, Learned learned, Supplier<Snapshot> snapshots)
      throws IOException {
    var file = new LearnedFile(storage.directory().file("learned"), books.log(), snapshots);
    file.read(learned);
    return new Learning(learned, new Feedback(file, books.recorder(), learned), file);
  }

  Learned learned() {
    return learned;
  }

  Feedback feedback() {
    return feedback;
  }

  /** Writes down what is known, every half minute or so of turns of housekeeping. */
  void keepIfDue() {
    turns++;
    if (turns % EVERY_TURNS == 0) {
      keep();
    }
  }

  /** Writes down what is known. */
  synchronized void keep() {
    try {
      file.write(learned, feedback);
    } catch (IOException e) {
      // tried again; what a crash costs meanwhile is learned anew
    }
  }
}
