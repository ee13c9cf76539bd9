package io.sluice.config;

import java.util.List;

/** What loading gave. */
public sealed interface Loaded {
  /** A configuration that may be used. */
  record Good(Config config) implements Loaded {}

  /** Everything that is wrong; nothing of the file is used. */
  record Bad(List<Problem> problems) implements Loaded {
    public Bad {
      problems = List.copyOf(problems);
    }
  }
}
