package io.sluice.audit;

import io.sluice.model.Bytes;
import java.util.List;

/**
 * What waits to be written elsewhere, kept where a process that dies leaves it to the next. Nothing
 * here waits for a disk, so a machine that loses its power may lose the last seconds. Thread-safe.
 */
public interface Backlog {
  /** Keeps {@code content} until it is taken back; where there is no room, nothing is kept. */
  Waiting keep(Bytes content);

  /** What an earlier process left, in no order; each is there until it is cleared. */
  List<Bytes> left();

  /** Forgets everything that is left. */
  void clear();

  /** Something that is kept. */
  interface Waiting {
    /** Nothing is kept. */
    Waiting NOTHING = () -> {};

    /** It was written where it belongs, or given up: no trace of it stays. Once. */
    void over();
  }

  /** Keeps nothing, for a gateway without stores. */
  Backlog NONE =
      new Backlog() {
        @Override
        public Waiting keep(Bytes content) {
          return Waiting.NOTHING;
        }

        @Override
        public List<Bytes> left() {
          return List.of();
        }

        @Override
        public void clear() {}
      };
}
