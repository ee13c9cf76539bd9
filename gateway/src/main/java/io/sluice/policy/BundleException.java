package io.sluice.policy;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A bundle that cannot be used, with everything that is wrong in it. */
public final class BundleException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  BundleException(List<Problem> problems) {
    super(problems.stream().map(Problem::text).limit(20).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
