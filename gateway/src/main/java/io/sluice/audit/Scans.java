package io.sluice.audit;

import java.util.List;

/** Names of the detectors that looked at the content, and of those that did not. */
public record Scans(List<String> run, List<String> missed) {
  /** Nothing had to be looked at. */
  public static final Scans NONE = new Scans(List.of(), List.of());

  public Scans {
    run = List.copyOf(run);
    missed = List.copyOf(missed);
  }
}
